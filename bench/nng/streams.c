// nng's C streams in the cases of StreamBench, in the same shape and with the same arguments; bench/compare runs both.
//
//   streams server URL...
//   streams client CONTROL URL CASE SIZE CONNECTIONS WARMUP SECONDS
//   streams client CONTROL                   the same from lines on standard input
//
// A connection begins with eight bytes, kind and size (see struct hello). The server sends whole messages back (echo), or counts bytes
// (flow), which the client asks for at a plain socket, CONTROL. Each case prints one line of
// "case<TAB>metric<TAB>value<TAB>unit[<TAB>metric<TAB>value<TAB>unit ...]".

#define _GNU_SOURCE
#include "percentile.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <nng/nng.h>

enum { ECHO = 1, FLOW = 2, SINK_BUFFER = 65536, MAX_SIZE = 1 << 26 };
enum { COUNT = 'c', MEMORY = 'm' };

// in network order
struct hello {
	uint32_t kind;
	uint32_t size;
};

static int64_t
nanos(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void
pause_for(double seconds)
{
	struct timespec ts = { (time_t) seconds, (long) ((seconds - (double) (time_t) seconds) * 1e9) };
	while (nanosleep(&ts, &ts) != 0 && errno == EINTR) {
	}
}

static void
fail(const char *what, int err)
{
	fprintf(stderr, "streams: %s: %s\n", what, nng_strerror(err));
	exit(1);
}

static void
check(const char *what, int err)
{
	if (err != 0) {
		fail(what, err);
	}
}

static void *
zeroed(size_t count, size_t size)
{
	void *p = calloc(count, size);
	if (p == NULL) {
		fail("memory", NNG_ENOMEM);
	}
	return p;
}

// memory of its own, as the other peers have: what was never written to is one page of the kernel's for all
static char *
message(size_t size)
{
	char *p = zeroed(1, size);
	memset(p, 1, size);
	return p;
}

// ---- a stream and the one handle that works on it -------------------------------------------------------------------

struct wire {
	nng_stream *stream;
	nng_aio *aio;
	char *data;
	size_t size;
	size_t at;
};

static void
wire_go_on(struct wire *w, void (*operation)(nng_stream *, nng_aio *))
{
	nng_iov iov = { w->data + w->at, w->size - w->at };
	nng_aio_set_iov(w->aio, 1, &iov);
	operation(w->stream, w->aio);
}

static void
wire_start(struct wire *w, void *data, size_t size, void (*operation)(nng_stream *, nng_aio *))
{
	w->data = data;
	w->size = size;
	w->at = 0;
	wire_go_on(w, operation);
}

// whether the whole buffer has been transferred; what was now is added
static bool
wire_whole(struct wire *w)
{
	w->at += nng_aio_count(w->aio);
	return w->at == w->size;
}

// ---- server ---------------------------------------------------------------------------------------------------------

enum served_state { GREETING, RECEIVING, SENDING, SINKING };

struct served {
	struct wire wire;
	enum served_state state;
	struct hello hello;
	char *buffer;
	size_t size;
};

struct door {
	nng_stream_listener *listener;
	nng_aio *aio;
};

static _Atomic int64_t bytes_received;

static void
served_end(struct served *c)
{
	nng_stream_close(c->wire.stream);
	nng_stream_free(c->wire.stream);
	nng_aio_reap(c->wire.aio);
	free(c->buffer);
	free(c);
}

static void
served_greeted(struct served *c)
{
	size_t size = ntohl(c->hello.size);
	c->state = ntohl(c->hello.kind) == ECHO ? RECEIVING : SINKING;
	c->size = c->state == SINKING ? SINK_BUFFER : size;
	if (size == 0 || size > MAX_SIZE) {
		served_end(c);
		return;
	}
	c->buffer = message(c->size);
	wire_start(&c->wire, c->buffer, c->size, nng_stream_recv);
}

static void
served_callback(void *arg)
{
	struct served *c = arg;
	if (nng_aio_result(c->wire.aio) != 0) {
		served_end(c); // the client has gone
		return;
	}
	if (c->state == SINKING) {
		atomic_fetch_add_explicit(&bytes_received, (int64_t) nng_aio_count(c->wire.aio), memory_order_relaxed);
		wire_start(&c->wire, c->buffer, c->size, nng_stream_recv);
	} else if (!wire_whole(&c->wire)) {
		wire_go_on(&c->wire, c->state == SENDING ? nng_stream_send : nng_stream_recv);
	} else if (c->state == GREETING) {
		served_greeted(c);
	} else if (c->state == RECEIVING) {
		c->state = SENDING;
		wire_start(&c->wire, c->buffer, c->size, nng_stream_send);
	} else {
		c->state = RECEIVING;
		wire_start(&c->wire, c->buffer, c->size, nng_stream_recv);
	}
}

static void
door_callback(void *arg)
{
	struct door *d = arg;
	check("accept", nng_aio_result(d->aio));
	struct served *c = zeroed(1, sizeof(*c));
	c->wire.stream = nng_aio_get_output(d->aio, 0);
	check("nng_aio_alloc", nng_aio_alloc(&c->wire.aio, served_callback, c));
	wire_start(&c->wire, &c->hello, sizeof(c->hello), nng_stream_recv);
	nng_stream_listener_accept(d->listener, d->aio);
}

static void
door_open(const char *url)
{
	struct door *d = zeroed(1, sizeof(*d));
	int port;
	check(url, nng_stream_listener_alloc(&d->listener, url));
	check(url, nng_stream_listener_listen(d->listener));
	check("nng_aio_alloc", nng_aio_alloc(&d->aio, door_callback, d));
	nng_stream_listener_accept(d->listener, d->aio);
	if (strncmp(url, "tcp", 3) == 0) {
		check(url, nng_stream_listener_get_int(d->listener, NNG_OPT_TCP_BOUND_PORT, &port));
		printf("\ttcp://127.0.0.1:%d", port);
	} else {
		printf("\t%s", url);
	}
}

static int64_t
memory_in_use(void)
{
	struct mallinfo2 info = mallinfo2();
	return (int64_t) (info.uordblks + info.hblkhd);
}

// answers each request, a letter, with two numbers of eight bytes
static void *
control_serve(void *arg)
{
	int listener = (int) (intptr_t) arg;
	for (;;) {
		int s = accept(listener, NULL, NULL);
		char request;
		while (s >= 0 && read(s, &request, 1) == 1) {
			bool memory = request == MEMORY;
			uint64_t answer[2] = {
				htobe64((uint64_t) (memory ? memory_in_use() : atomic_load(&bytes_received))),
				htobe64((uint64_t) (memory ? 0 : nanos())),
			};
			if (write(s, answer, sizeof(answer)) != sizeof(answer)) {
				break;
			}
		}
		close(s);
	}
	return NULL;
}

static struct sockaddr_in
loopback(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t) port) };
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

static int
control_open(void)
{
	struct sockaddr_in a = loopback(0);
	socklen_t length = sizeof(a);
	pthread_t thread;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (s < 0 || bind(s, (struct sockaddr *) &a, sizeof(a)) != 0 || listen(s, 8) != 0 ||
	    getsockname(s, (struct sockaddr *) &a, &length) != 0 ||
	    pthread_create(&thread, NULL, control_serve, (void *) (intptr_t) s) != 0) {
		fail("control", NNG_ESYSERR);
	}
	return ntohs(a.sin_port);
}

static void
server(char **urls, int n)
{
	printf("%d", control_open());
	for (int i = 0; i < n; i++) {
		door_open(urls[i]);
	}
	printf("\tnng\n");
	fflush(stdout);
	while (getchar() != EOF) {
	}
}

// ---- client ---------------------------------------------------------------------------------------------------------

enum phase { WARMING, MEASURING, ENDING };
enum client_state { HELLO, PINGING, WAITING, FLOWING, ENDED };

struct client {
	struct wire wire;
	enum client_state state;
	struct hello hello;
	char *buffer;
	size_t size;
	bool once; // ends after one round trip
	int64_t sent;
	int64_t began;
	int64_t *samples;
	size_t samples_n;
	size_t samples_max;
};

static _Atomic int phase;
static _Atomic int at_work;
static int control;

static void
sample(struct client *c, int64_t value)
{
	if (c->samples_n == c->samples_max) {
		c->samples_max = c->samples_max == 0 ? 1024 : c->samples_max * 2;
		c->samples = realloc(c->samples, c->samples_max * sizeof(*c->samples));
		if (c->samples == NULL) {
			fail("memory", NNG_ENOMEM);
		}
	}
	c->samples[c->samples_n++] = value;
}

static void
client_end(struct client *c)
{
	c->state = ENDED;
	atomic_fetch_sub(&at_work, 1);
}

static void
client_send(struct client *c)
{
	wire_start(&c->wire, c->buffer, c->size, nng_stream_send);
}

static void
client_greeted(struct client *c)
{
	c->state = ntohl(c->hello.kind) == ECHO ? PINGING : FLOWING;
	c->began = nanos();
	client_send(c);
}

static void
client_echoed(struct client *c)
{
	int64_t now = nanos();
	int p = atomic_load_explicit(&phase, memory_order_relaxed);
	if (p != WARMING) {
		sample(c, (now - c->began) / 2);
	}
	if (p == ENDING || c->once) {
		client_end(c);
		return;
	}
	c->state = PINGING;
	c->began = now;
	client_send(c);
}

static void
client_callback(void *arg)
{
	struct client *c = arg;
	if (c->state == ENDED) {
		return; // an idle one is being closed
	}
	check("client", nng_aio_result(c->wire.aio));
	if (c->state == FLOWING) {
		c->sent += (int64_t) nng_aio_count(c->wire.aio);
	}
	if (!wire_whole(&c->wire)) {
		wire_go_on(&c->wire, c->state == WAITING ? nng_stream_recv : nng_stream_send);
		return;
	}
	switch (c->state) {
	case HELLO:
		client_greeted(c);
		break;
	case PINGING:
		c->state = WAITING;
		wire_start(&c->wire, c->buffer, c->size, nng_stream_recv);
		break;
	case WAITING:
		client_echoed(c);
		break;
	default:
		if (atomic_load_explicit(&phase, memory_order_relaxed) == ENDING) {
			client_end(c);
		} else {
			client_send(c);
		}
	}
}

static void
client_open(struct client *c, nng_stream_dialer *dialer, int kind, size_t size, bool once)
{
	nng_aio *dialing;
	check("nng_aio_alloc", nng_aio_alloc(&dialing, NULL, NULL));
	nng_stream_dialer_dial(dialer, dialing);
	nng_aio_wait(dialing);
	check("dial", nng_aio_result(dialing));
	c->wire.stream = nng_aio_get_output(dialing, 0);
	nng_aio_free(dialing);
	check("nng_aio_alloc", nng_aio_alloc(&c->wire.aio, client_callback, c));
	c->hello.kind = htonl((uint32_t) kind);
	c->hello.size = htonl((uint32_t) size);
	c->buffer = message(size);
	c->size = size;
	c->once = once;
	atomic_fetch_add(&at_work, 1);
}

static void
client_close(struct client *c)
{
	nng_stream_close(c->wire.stream);
	nng_aio_free(c->wire.aio);
	nng_stream_free(c->wire.stream);
	free(c->buffer);
	free(c->samples);
}

static struct client *
clients_open(const char *url, int kind, size_t size, int n, bool once)
{
	struct client *clients = zeroed((size_t) n, sizeof(*clients));
	nng_stream_dialer *dialer;
	check(url, nng_stream_dialer_alloc(&dialer, url));
	for (int i = 0; i < n; i++) {
		client_open(&clients[i], dialer, kind, size, once);
	}
	nng_stream_dialer_free(dialer);
	for (int i = 0; i < n; i++) {
		wire_start(&clients[i].wire, &clients[i].hello, sizeof(clients[i].hello), nng_stream_send);
	}
	return clients;
}

static void
clients_close(struct client *clients, int n)
{
	for (int i = 0; i < n; i++) {
		client_close(&clients[i]);
	}
	free(clients);
}

static void
clients_await(void)
{
	for (int64_t end = nanos() + INT64_C(20000000000); atomic_load(&at_work) > 0; pause_for(0.0002)) {
		if (nanos() > end) {
			fail("connections do not end", NNG_ETIMEDOUT);
		}
	}
}

struct answer {
	int64_t value;
	int64_t second;
};

static struct answer
ask(char request)
{
	uint64_t numbers[2];
	if (write(control, &request, 1) != 1 || recv(control, numbers, sizeof(numbers), MSG_WAITALL) != sizeof(numbers)) {
		fail("control", NNG_ECLOSED);
	}
	return (struct answer) { (int64_t) be64toh(numbers[0]), (int64_t) be64toh(numbers[1]) };
}

static void
report(const char *metric, double value, const char *unit)
{
	printf("\t%s\t%.4f\t%s", metric, value, unit);
}

static void
run_echo(const char *url, size_t size, int n, double warmup, double seconds)
{
	struct client *clients = clients_open(url, ECHO, size, n, false);
	pause_for(warmup);
	atomic_store(&phase, MEASURING);
	pause_for(seconds);
	atomic_store(&phase, ENDING);
	clients_await();
	size_t count = 0, at = 0;
	for (int i = 0; i < n; i++) {
		count += clients[i].samples_n;
	}
	if (count == 0) {
		fail("nothing was measured", NNG_ETIMEDOUT);
	}
	int64_t *all = zeroed(count, sizeof(*all));
	double sum = 0;
	for (int i = 0; i < n; i++) {
		memcpy(all + at, clients[i].samples, clients[i].samples_n * sizeof(*all));
		at += clients[i].samples_n;
	}
	for (size_t i = 0; i < count; i++) {
		sum += (double) all[i];
	}
	sort_times(all, count);
	report("mean", sum / (double) count / 1e3, "us");
	report("p50", (double) percentile(all, count, 50) / 1e3, "us");
	report("p99", (double) percentile(all, count, 99) / 1e3, "us");
	report("trips", (double) count / seconds, "/s");
	free(all);
	clients_close(clients, n);
}

static void
run_flow(const char *url, size_t size, int n, double warmup, double seconds)
{
	int64_t base = ask(COUNT).value, sent = 0;
	struct client *clients = clients_open(url, FLOW, size, n, false);
	pause_for(warmup);
	struct answer from = ask(COUNT);
	pause_for(seconds);
	struct answer to = ask(COUNT);
	atomic_store(&phase, ENDING);
	clients_await();
	for (int i = 0; i < n; i++) {
		sent += clients[i].sent;
	}
	for (int64_t end = nanos() + INT64_C(10000000000); ask(COUNT).value - base != sent; pause_for(0.001)) {
		if (nanos() > end) {
			fail("the server has not received what was sent", NNG_ETIMEDOUT);
		}
	}
	double rate = (double) (to.value - from.value) / ((double) (to.second - from.second) / 1e9);
	report("rate", rate / 1e6, "MB/s");
	report("messages", rate / (double) size, "/s");
	clients_close(clients, n);
}

// n connections, each after one round trip and with a receive pending
static struct client *
idlers_open(const char *url, size_t size, int n)
{
	struct client *clients = clients_open(url, ECHO, size, n, true);
	clients_await();
	for (int i = 0; i < n; i++) {
		nng_aio_wait(clients[i].wire.aio);
		wire_start(&clients[i].wire, clients[i].buffer, size, nng_stream_recv);
	}
	pause_for(0.5);
	return clients;
}

static void
run_idle(const char *url, size_t size, int n)
{
	struct client *first = idlers_open(url, size, 10);
	int64_t mine = memory_in_use(), theirs = ask(MEMORY).value;
	struct client *clients = idlers_open(url, size, n);
	report("client", (double) (memory_in_use() - mine) / n, "B");
	report("client-direct", 0, "B");
	report("server", (double) (ask(MEMORY).value - theirs) / n, "B");
	report("server-direct", 0, "B");
	clients_close(clients, n);
	clients_close(first, 10);
}

static void
run(const char *line)
{
	char url[256], kind[16];
	int size, n;
	double warmup, seconds;
	if (sscanf(line, "%255s %15s %d %d %lf %lf", url, kind, &size, &n, &warmup, &seconds) != 6 || size < 1 || n < 1) {
		fail(line, NNG_EINVAL);
	}
	atomic_store(&phase, WARMING);
	printf("%s-%.*s-%d-%d", kind, (int) (strstr(url, "://") - url), url, size, n);
	if (strcmp(kind, "echo") == 0) {
		run_echo(url, (size_t) size, n, warmup, seconds);
	} else if (strcmp(kind, "flow") == 0) {
		run_flow(url, (size_t) size, n, warmup, seconds);
	} else if (strcmp(kind, "idle") == 0) {
		run_idle(url, (size_t) size, n);
	} else {
		fail(kind, NNG_EINVAL);
	}
	printf("\n");
	fflush(stdout);
}

static void
client(char **args, int n)
{
	struct sockaddr_in a = loopback(atoi(args[0]));
	char line[512] = "";
	control = socket(AF_INET, SOCK_STREAM, 0);
	if (control < 0 || connect(control, (struct sockaddr *) &a, sizeof(a)) != 0) {
		fail("control", NNG_ECONNREFUSED);
	}
	if (n == 1) {
		while (fgets(line, sizeof(line), stdin) != NULL) {
			run(line);
		}
		return;
	}
	for (int i = 1; i < n; i++) {
		strncat(line, args[i], sizeof(line) - strlen(line) - 2);
		strcat(line, " ");
	}
	run(line);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("nng %s\n", nng_version());
	} else if (argc >= 3 && strcmp(argv[1], "server") == 0) {
		server(argv + 2, argc - 2);
	} else if ((argc == 3 || argc == 9) && strcmp(argv[1], "client") == 0) {
		client(argv + 2, argc - 2);
	} else {
		fprintf(stderr, "usage: streams server URL... | streams client CONTROL [URL CASE SIZE CONNECTIONS WARMUP SECONDS]\n");
		return 2;
	}
	fflush(stdout);
	_exit(0); // connections are still at work: taking them down is no part of any case
}
