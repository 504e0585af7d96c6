// Sockets of nng, 1.5 or 2.0, that do what a test says; Nng.java is the other side.
//
// Each line of standard input is a command, TAG VERB ARGUMENT..., and is answered by a line, TAG ok RESULT... or TAG failed ERROR
// (nng's number). Sends, receives and devices are answered when they end, in any order. It ends when its standard input does.
//
//   open PROTOCOL cooked|raw       a socket's number; the protocol may be poly, too: pair1 with several peers
//   close SOCKET
//   set SOCKET int|ms|size NAME VALUE
//   subscribe SOCKET CONTENT       unsubscribe likewise
//   listen SOCKET URL [FILE]       the port, or 0; the file holds a certificate and its key
//   dial SOCKET URL [FILE]         the file holds the root to trust
//   pipes SOCKET                   how many there are
//   connections SOCKET             how many pipes it has had so far
//   send SOCKET HEADER CONTENT
//   receive SOCKET MILLISECONDS    HEADER LENGTH DIGEST and, of short ones, CONTENT
//   reply SOCKET HEADER CONTENT    as send, to the pipe of the message that was received last
//   device SOCKET SOCKET
//
// A header or a content is x and hexadecimal digits; a long content is r and SIZE,SEED of what Content.java makes, too. Digests are
// FNV-1a of 64 bits.

#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nng/nng.h>
#if NNG_MAJOR_VERSION < 2
#include <nng/protocol/bus0/bus.h>
#include <nng/protocol/pair0/pair.h>
#include <nng/protocol/pair1/pair.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/protocol/survey0/respond.h>
#include <nng/protocol/survey0/survey.h>
#include <nng/supplemental/tls/tls.h>
#include <nng/supplemental/util/platform.h>

// The names of nng 2.0, with which the rest is written.
#define NNG_OPT_BOUND_PORT NNG_OPT_TCP_BOUND_PORT
#define nng_socket_close nng_close
#define nng_socket_send nng_send_aio
#define nng_socket_recv nng_recv_aio

static int
nng_init(const void *defaults)
{
	(void) defaults;
	return 0;
}

static int
nng_sub0_socket_subscribe(nng_socket s, const void *topic, size_t len)
{
	return nng_socket_set(s, NNG_OPT_SUB_SUBSCRIBE, topic, len);
}

static int
nng_sub0_socket_unsubscribe(nng_socket s, const void *topic, size_t len)
{
	return nng_socket_set(s, NNG_OPT_SUB_UNSUBSCRIBE, topic, len);
}

static int
nng_listener_set_tls(nng_listener l, nng_tls_config *cfg)
{
	return nng_listener_set_ptr(l, NNG_OPT_TLS_CONFIG, cfg);
}

static int
nng_dialer_set_tls(nng_dialer d, nng_tls_config *cfg)
{
	return nng_dialer_set_ptr(d, NNG_OPT_TLS_CONFIG, cfg);
}
#endif

enum { SOCKETS = 4096, WORDS = 8, LINE = 8192, SHORT = 256, ANSWER = 2 * SHORT + 512 };

static const struct protocol {
	const char *name;
	int (*open)(nng_socket *);
	int (*open_raw)(nng_socket *);
} protocols[] = {
	{ "pair0", nng_pair0_open, nng_pair0_open_raw },
	{ "pair1", nng_pair1_open, nng_pair1_open_raw },
	{ "poly", nng_pair1_open_poly, nng_pair1_open_raw },
	{ "pub", nng_pub0_open, nng_pub0_open_raw },
	{ "sub", nng_sub0_open, nng_sub0_open_raw },
	{ "req", nng_req0_open, nng_req0_open_raw },
	{ "rep", nng_rep0_open, nng_rep0_open_raw },
	{ "push", nng_push0_open, nng_push0_open_raw },
	{ "pull", nng_pull0_open, nng_pull0_open_raw },
	{ "surveyor", nng_surveyor0_open, nng_surveyor0_open_raw },
	{ "respondent", nng_respondent0_open, nng_respondent0_open_raw },
	{ "bus", nng_bus0_open, nng_bus0_open_raw },
};

static nng_mtx *output;
static struct pipes {
	atomic_int now;  // open
	atomic_int ever; // added since the socket was opened
	nng_pipe last;   // of the message that was received last
} pipes[SOCKETS];

static void
answer(const char *tag, int rv, const char *result)
{
	nng_mtx_lock(output);
	if (rv == 0) {
		printf("%s ok %s\n", tag, result);
	} else {
		printf("%s failed %d\n", tag, rv);
	}
	fflush(stdout);
	nng_mtx_unlock(output);
}

static void *
must(void *memory)
{
	if (memory == NULL) {
		abort();
	}
	return memory;
}

// --- content

static int
digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

// Reads a content or header into new memory.
static uint8_t *
content(const char *word, size_t *len)
{
	uint8_t *bytes;
	if (*word == 'r') {
		char *comma;
		uint64_t state;
		*len = strtoull(word + 1, &comma, 10);
		state = strtoull(comma + 1, NULL, 10);
		bytes = must(malloc(*len + 1));
		for (size_t i = 0; i < *len; i++) {
			state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			bytes[i] = (uint8_t) (state >> 56);
		}
		return bytes;
	}
	*len = strlen(word + 1) / 2;
	bytes = must(malloc(*len + 1));
	for (size_t i = 0; i < *len; i++) {
		bytes[i] = (uint8_t) (digit(word[1 + 2 * i]) << 4 | digit(word[2 + 2 * i]));
	}
	return bytes;
}

static char *
hex(char *out, const uint8_t *bytes, size_t len)
{
	*out++ = 'x';
	for (size_t i = 0; i < len; i++) {
		out += sprintf(out, "%02x", bytes[i]);
	}
	*out = 0;
	return out;
}

static void
describe(char *out, nng_msg *msg)
{
	const uint8_t *body = nng_msg_body(msg);
	size_t len = nng_msg_len(msg);
	uint64_t digest = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < len; i++) {
		digest = (digest ^ body[i]) * UINT64_C(0x100000001b3);
	}
	out = hex(out, nng_msg_header(msg), nng_msg_header_len(msg));
	out += sprintf(out, " %zu %016" PRIx64 " ", len, digest);
	hex(out, body, len <= SHORT ? len : 0);
}

// --- what takes its time

struct operation {
	char *tag;
	nng_aio *aio;
	bool receives;
	nng_socket first;
	nng_socket second;
};

static struct operation *
begin(const char *tag, void (*ended)(void *))
{
	struct operation *op = must(calloc(1, sizeof(*op)));
	op->tag = must(strdup(tag));
	if (ended != NULL && nng_aio_alloc(&op->aio, ended, op) != 0) {
		abort();
	}
	return op;
}

static void
end(struct operation *op, int rv, const char *result)
{
	answer(op->tag, rv, result);
	if (op->aio != NULL) {
		nng_aio_reap(op->aio);
	}
	free(op->tag);
	free(op);
}

static void
transferred(void *arg)
{
	struct operation *op = arg;
	int rv = nng_aio_result(op->aio);
	char result[ANSWER] = "";
	if ((rv == 0) == op->receives) { // then there is a message, and it is ours
		nng_msg *msg = nng_aio_get_msg(op->aio);
		if (rv == 0) {
			describe(result, msg);
			pipes[nng_socket_id(op->first) % SOCKETS].last = nng_msg_get_pipe(msg);
		}
		nng_msg_free(msg);
	}
	end(op, rv, result);
}

static void
forward(void *arg)
{
	struct operation *op = arg;
	end(op, nng_device(op->first, op->second), "");
}

static int
start_send(const char *tag, nng_socket s, const nng_pipe *pipe, const char *header, const char *body)
{
	struct operation *op;
	nng_msg *msg;
	size_t len;
	uint8_t *bytes = content(body, &len);
	int rv = nng_msg_alloc(&msg, 0);
	if (rv == 0) {
		rv = nng_msg_append(msg, bytes, len);
		free(bytes);
		bytes = content(header, &len);
		if (rv == 0) {
			rv = nng_msg_header_append(msg, bytes, len);
		}
	}
	free(bytes);
	if (rv != 0) {
		return rv;
	}
	if (pipe != NULL) {
		nng_msg_set_pipe(msg, *pipe);
	}
	op = begin(tag, transferred);
	nng_aio_set_msg(op->aio, msg);
	nng_socket_send(s, op->aio);
	return 0;
}

static void
start_receive(const char *tag, nng_socket s, int limit)
{
	struct operation *op = begin(tag, transferred);
	op->receives = true;
	op->first = s;
	nng_aio_set_timeout(op->aio, limit);
	nng_socket_recv(s, op->aio);
}

static int
start_device(const char *tag, nng_socket first, nng_socket second)
{
	nng_thread *thread;
	struct operation *op = begin(tag, NULL);
	op->first = first;
	op->second = second;
	return nng_thread_create(&thread, forward, op);
}

// --- what is done at once

static void
counted(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct pipes *of = arg;

	(void) pipe;
	if (event == NNG_PIPE_EV_ADD_POST) {
		atomic_fetch_add(&of->ever, 1);
		atomic_fetch_add(&of->now, 1);
	} else {
		atomic_fetch_sub(&of->now, 1);
	}
}

static int
open_socket(const char *name, bool raw, char *result)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		const struct protocol *p = &protocols[i];
		if (strcmp(p->name, name) == 0) {
			nng_socket s;
			int rv = raw ? p->open_raw(&s) : p->open(&s);
			if (rv == 0 && nng_socket_id(s) >= SOCKETS) {
				rv = NNG_ENOMEM;
			}
			if (rv == 0) {
				struct pipes *count = &pipes[nng_socket_id(s)];
				count->now = 0;
				count->ever = 0;
				nng_pipe_notify(s, NNG_PIPE_EV_ADD_POST, counted, count);
				nng_pipe_notify(s, NNG_PIPE_EV_REM_POST, counted, count);
				sprintf(result, "%d", nng_socket_id(s));
			}
			return rv;
		}
	}
	return NNG_ENOTSUP;
}

static int
set(nng_socket s, const char *type, const char *name, const char *value)
{
	int number = atoi(value);
	if (strcmp(type, "ms") == 0) {
		return nng_socket_set_ms(s, name, number);
	}
	if (strcmp(type, "size") == 0) {
		return nng_socket_set_size(s, name, (size_t) number);
	}
	return nng_socket_set_int(s, name, number);
}

static int
subscribe(nng_socket s, bool on, const char *topic)
{
	size_t len;
	uint8_t *bytes = content(topic, &len);
	int rv = on ? nng_sub0_socket_subscribe(s, bytes, len) : nng_sub0_socket_unsubscribe(s, bytes, len);
	free(bytes);
	return rv;
}

static nng_tls_config *
tls(nng_tls_mode mode, const char *file)
{
	nng_tls_config *cfg;
	int rv = nng_tls_config_alloc(&cfg, mode);
	if (rv == 0 && mode == NNG_TLS_MODE_SERVER) {
		rv = nng_tls_config_cert_key_file(cfg, file, NULL);
	} else if (rv == 0) {
		nng_tls_config_auth_mode(cfg, NNG_TLS_AUTH_MODE_REQUIRED);
		nng_tls_config_server_name(cfg, "localhost");
		rv = nng_tls_config_ca_file(cfg, file);
	}
	if (rv != 0) {
		fprintf(stderr, "tls: %s\n", nng_strerror(rv));
		exit(1);
	}
	return cfg;
}

static int
listen_at(nng_socket s, const char *url, const char *file, char *result)
{
	nng_listener l;
	int port = 0;
	int rv = nng_listener_create(&l, s, url);
	if (rv == 0 && file != NULL) {
		nng_tls_config *cfg = tls(NNG_TLS_MODE_SERVER, file);
		rv = nng_listener_set_tls(l, cfg);
		nng_tls_config_free(cfg);
	}
	if (rv == 0 && (rv = nng_listener_start(l, 0)) == 0) {
		(void) nng_listener_get_int(l, NNG_OPT_BOUND_PORT, &port);
		sprintf(result, "%d", port);
	}
	return rv;
}

static int
dial(nng_socket s, const char *url, const char *file)
{
	nng_dialer d;
	int rv = nng_dialer_create(&d, s, url);
	if (rv == 0 && file != NULL) {
		nng_tls_config *cfg = tls(NNG_TLS_MODE_CLIENT, file);
		rv = nng_dialer_set_tls(d, cfg);
		nng_tls_config_free(cfg);
	}
	return rv == 0 ? nng_dialer_start(d, NNG_FLAG_NONBLOCK) : rv;
}

// --- commands

static void
obey(char *line)
{
	char *w[WORDS] = { NULL };
	char *rest = line;
	char result[64] = "";
	const char *verb;
	nng_socket s;
	int n = 0, rv = 0;

	while (n < WORDS && (w[n] = strtok_r(rest, " \n", &rest)) != NULL) {
		n++;
	}
	if (n < 3) {
		fprintf(stderr, "not a command\n");
		exit(2);
	}
	verb = w[1];
	s.id = (uint32_t) atoi(w[2]);
	if (strcmp(verb, "open") == 0 && n == 4) {
		rv = open_socket(w[2], strcmp(w[3], "raw") == 0, result);
	} else if (strcmp(verb, "close") == 0) {
		rv = nng_socket_close(s);
	} else if (strcmp(verb, "set") == 0 && n == 6) {
		rv = set(s, w[3], w[4], w[5]);
	} else if (strcmp(verb, "subscribe") == 0 && n == 4) {
		rv = subscribe(s, true, w[3]);
	} else if (strcmp(verb, "unsubscribe") == 0 && n == 4) {
		rv = subscribe(s, false, w[3]);
	} else if (strcmp(verb, "listen") == 0 && n >= 4) {
		rv = listen_at(s, w[3], w[4], result);
	} else if (strcmp(verb, "dial") == 0 && n >= 4) {
		rv = dial(s, w[3], w[4]);
	} else if (strcmp(verb, "pipes") == 0) {
		sprintf(result, "%d", pipes[s.id % SOCKETS].now);
	} else if (strcmp(verb, "connections") == 0) {
		sprintf(result, "%d", pipes[s.id % SOCKETS].ever);
	} else if (strcmp(verb, "send") == 0 && n == 5) {
		rv = start_send(w[0], s, NULL, w[3], w[4]);
		if (rv == 0) {
			return;
		}
	} else if (strcmp(verb, "reply") == 0 && n == 5) {
		rv = start_send(w[0], s, &pipes[s.id % SOCKETS].last, w[3], w[4]);
		if (rv == 0) {
			return;
		}
	} else if (strcmp(verb, "receive") == 0 && n == 4) {
		start_receive(w[0], s, atoi(w[3]));
		return;
	} else if (strcmp(verb, "device") == 0 && n == 4) {
		nng_socket second = { (uint32_t) atoi(w[3]) };
		rv = start_device(w[0], s, second);
		if (rv == 0) {
			return;
		}
	} else {
		rv = NNG_ENOTSUP;
	}
	answer(w[0], rv, result);
}

int
main(void)
{
	static char line[LINE];
	if (nng_init(NULL) != 0 || nng_mtx_alloc(&output) != 0) {
		abort();
	}
	while (fgets(line, sizeof(line), stdin) != NULL) {
		obey(line);
	}
	_Exit(0); // as if killed: sockets are not closed
}
