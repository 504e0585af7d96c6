// nng's sockets in the cases of SpBench, in the same shape: does what lines on standard input say (see Session.java), and answers each
// with a line. bench/sp.py writes them, and measures.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nng/nng.h>
#include <nng/protocol/pair1/pair.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>

enum { MOST_SAMPLES = 1 << 20, NAME = 32, URL = 256 };

enum function { ECHO, ASK, SINK, SOURCE };

static int64_t
nanos(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void
fail(const char *what, int err)
{
	fprintf(stderr, "sp: %s: %s\n", what, nng_strerror(err));
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

// ---- a socket and the one handle that works on it -------------------------------------------------------------------

struct actor {
	struct side *side;
	nng_socket socket;
	nng_aio *aio;
	bool sending;
	int64_t began;
	_Atomic int64_t count;
	char padding[64]; // another one's count is not in the same cache line
};

struct side {
	char name[NAME];
	enum function function;
	size_t size;
	int n;
	struct actor *actors;
	int64_t *samples; // round trips, the last of them
	size_t samples_n;
	_Atomic bool restarted;
	_Atomic bool ending;
	_Atomic bool ended;
	struct side *next;
};

static void
actor_counts(struct actor *a)
{
	int64_t count = atomic_load_explicit(&a->count, memory_order_relaxed);
	atomic_store_explicit(&a->count, count + 1, memory_order_release);
}

static bool
actor_ends(struct actor *a)
{
	if (!atomic_load_explicit(&a->side->ending, memory_order_relaxed)) {
		return false;
	}
	atomic_store(&a->side->ended, true);
	return true;
}

static void
actor_send(struct actor *a, nng_msg *message)
{
	a->sending = true;
	nng_aio_set_msg(a->aio, message);
	nng_send_aio(a->socket, a->aio);
}

static void
actor_receive(struct actor *a)
{
	a->sending = false;
	nng_recv_aio(a->socket, a->aio);
}

static nng_msg *
new_message(size_t size)
{
	nng_msg *message;
	check("nng_msg_alloc", nng_msg_alloc(&message, size));
	return message;
}

static void
trip_ended(struct actor *a)
{
	struct side *s = a->side;
	int64_t now = nanos();
	if (atomic_load_explicit(&s->restarted, memory_order_relaxed)) {
		atomic_store(&s->restarted, false);
		s->samples_n = 0;
	}
	s->samples[s->samples_n++ & (MOST_SAMPLES - 1)] = now - a->began;
	if (s->samples_n == 2 * MOST_SAMPLES) {
		s->samples_n = MOST_SAMPLES;
	}
	actor_counts(a);
	a->began = now;
	nng_msg *message = nng_aio_get_msg(a->aio);
	if (actor_ends(a)) {
		nng_msg_free(message);
	} else {
		actor_send(a, message);
	}
}

static void
actor_callback(void *arg)
{
	struct actor *a = arg;
	int result = nng_aio_result(a->aio);
	if (result == NNG_ECLOSED || result == NNG_ECANCELED) {
		return; // the side is being closed
	}
	check("socket", result);
	switch (a->side->function) {
	case ECHO:
		if (a->sending) {
			actor_counts(a);
			actor_receive(a);
		} else {
			actor_send(a, nng_aio_get_msg(a->aio));
		}
		break;
	case ASK:
		if (a->sending) {
			actor_receive(a);
		} else {
			trip_ended(a);
		}
		break;
	case SINK:
		nng_msg_free(nng_aio_get_msg(a->aio));
		actor_counts(a);
		actor_receive(a);
		break;
	case SOURCE:
		actor_counts(a);
		if (!actor_ends(a)) {
			actor_send(a, new_message(a->side->size));
		}
		break;
	}
}

// ---- sides ----------------------------------------------------------------------------------------------------------

static struct side *sides;

static struct side *
side_of(const char *name)
{
	struct side *s = sides;
	while (s != NULL && strcmp(s->name, name) != 0) {
		s = s->next;
	}
	if (s == NULL) {
		fail(name, NNG_ENOENT);
	}
	return s;
}

static void
socket_open(nng_socket *socket, const char *protocol)
{
	static const struct {
		const char *name;
		int (*open)(nng_socket *);
	} protocols[] = {
		{ "pair", nng_pair1_open },
		{ "req", nng_req0_open },
		{ "rep", nng_rep0_open },
		{ "push", nng_push0_open },
		{ "pull", nng_pull0_open },
		{ "pub", nng_pub0_open },
		{ "sub", nng_sub0_open },
	};
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		if (strcmp(protocol, protocols[i].name) == 0) {
			check(protocol, protocols[i].open(socket));
			return;
		}
	}
	fail(protocol, NNG_ENOTSUP);
}

static enum function
function_of(const char *name)
{
	static const char *const names[] = { "echo", "ask", "sink", "source" };
	for (int i = 0; i < 4; i++) {
		if (strcmp(name, names[i]) == 0) {
			return (enum function) i;
		}
	}
	fail(name, NNG_EINVAL);
	return ECHO;
}

// answers the URL to dial
static void
socket_connect(nng_socket socket, bool listens, const char *url)
{
	nng_listener listener;
	int port;
	if (!listens) {
		check(url, nng_dial(socket, url, NULL, 0));
		return;
	}
	check(url, nng_listen(socket, url, &listener, 0));
	if (strncmp(url, "tcp:", 4) == 0) {
		check(url, nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port));
		printf("tcp://127.0.0.1:%d", port);
	} else {
		printf("%s", url);
	}
}

static void
side_open(const char *name, const char *function, const char *protocol, bool listens, const char *url, size_t size, int n)
{
	struct side *s = zeroed(1, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "%s", name);
	s->function = function_of(function);
	s->size = size;
	s->n = n;
	s->actors = zeroed((size_t) n, sizeof(*s->actors));
	s->samples = s->function == ASK ? zeroed(MOST_SAMPLES, sizeof(*s->samples)) : NULL;
	s->next = sides;
	sides = s;
	for (int i = 0; i < n; i++) {
		struct actor *a = &s->actors[i];
		a->side = s;
		socket_open(&a->socket, protocol);
		check("nng_aio_alloc", nng_aio_alloc(&a->aio, actor_callback, a));
		if (strcmp(protocol, "sub") == 0) {
			check("subscribe", nng_socket_set(a->socket, NNG_OPT_SUB_SUBSCRIBE, "", 0));
		}
		if (s->function == ECHO || s->function == SINK) {
			actor_receive(a);
		}
		socket_connect(a->socket, listens, url);
	}
	if (!listens) {
		printf("%s", url);
	}
}

static void
side_start(struct side *s)
{
	for (int i = 0; i < s->n; i++) {
		s->actors[i].began = nanos();
		actor_send(&s->actors[i], new_message(s->size));
	}
}

static int64_t
side_count(struct side *s)
{
	int64_t sum = 0;
	for (int i = 0; i < s->n; i++) {
		sum += atomic_load_explicit(&s->actors[i].count, memory_order_acquire);
	}
	return sum;
}

static int
side_idle(struct side *s)
{
	int idle = 0;
	for (int i = 0; i < s->n; i++) {
		idle += atomic_load_explicit(&s->actors[i].count, memory_order_acquire) == 0;
	}
	return idle;
}

static void
side_stop(struct side *s)
{
	struct timespec pause = { 0, 200000 };
	atomic_store(&s->ending, true);
	for (int64_t end = nanos() + INT64_C(20000000000); !atomic_load(&s->ended); nanosleep(&pause, NULL)) {
		if (nanos() > end) {
			fail("the sender does not end", NNG_ETIMEDOUT);
		}
	}
}

static void
side_close(struct side *s)
{
	struct side **at = &sides;
	while (*at != s) {
		at = &(*at)->next;
	}
	*at = s->next;
	for (int i = 0; i < s->n; i++) {
		nng_close(s->actors[i].socket);
		nng_aio_free(s->actors[i].aio);
	}
	free(s->actors);
	free(s->samples);
	free(s);
}

static int
compare_nanos(const void *a, const void *b)
{
	int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
	return (x > y) - (x < y);
}

static double
micros(const int64_t *sorted, size_t n, double percent)
{
	size_t rank = (size_t) ((double) n * percent / 100 + 0.999999);
	return (double) sorted[rank < 1 ? 0 : rank - 1] / 1e3;
}

static void
side_trips(struct side *s)
{
	size_t n = s->samples_n < MOST_SAMPLES ? s->samples_n : MOST_SAMPLES;
	double sum = 0;
	if (n == 0 || atomic_load(&s->restarted)) {
		fail("nothing was measured", NNG_ETIMEDOUT);
	}
	qsort(s->samples, n, sizeof(*s->samples), compare_nanos);
	for (size_t i = 0; i < n; i++) {
		sum += (double) s->samples[i];
	}
	printf("%.4f\t%.4f\t%.4f", sum / (double) n / 1e3, micros(s->samples, n, 50), micros(s->samples, n, 99));
}

// ---- commands -------------------------------------------------------------------------------------------------------

static void
answer(const char *line)
{
	char command[NAME], name[NAME], function[NAME], protocol[NAME], direction[NAME], url[URL];
	int size, n;
	int words = sscanf(line, "%31s %31s %31s %31s %31s %255s %d %d", command, name, function, protocol, direction, url, &size, &n);
	if (words == 8 && strcmp(command, "open") == 0 && size > 0 && n > 0) {
		side_open(name, function, protocol, strcmp(direction, "listen") == 0, url, (size_t) size, n);
	} else if (words != 2) {
		fail(line, NNG_EINVAL);
	} else if (strcmp(command, "start") == 0) {
		side_start(side_of(name));
		printf("-");
	} else if (strcmp(command, "count") == 0) {
		struct side *s = side_of(name);
		int64_t count = side_count(s);
		printf("%lld\t%lld\t0\t%d", (long long) count, (long long) nanos(), side_idle(s));
	} else if (strcmp(command, "measure") == 0) {
		atomic_store(&side_of(name)->restarted, true);
		printf("-");
	} else if (strcmp(command, "stop") == 0) {
		side_stop(side_of(name));
		printf("%lld", (long long) side_count(side_of(name)));
	} else if (strcmp(command, "trips") == 0) {
		side_trips(side_of(name));
	} else if (strcmp(command, "close") == 0) {
		side_close(side_of(name));
		printf("-");
	} else if (strcmp(command, "message") == 0) {
		printf("0"); // there is no collector to serve
	} else {
		fail(line, NNG_EINVAL);
	}
	printf("\n");
	fflush(stdout);
}

int
main(void)
{
	char line[1024];
	while (fgets(line, sizeof(line), stdin) != NULL) {
		answer(line);
	}
	_exit(0); // what is still open is no part of any case
}
