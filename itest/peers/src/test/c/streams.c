// One side of a conversation over nng's byte streams; NngIT is the other.
//
// streams dial|listen URL SIZE SEED EXPECTED [CA [CERTIFICATE-AND-KEY]]
//
// Sends SIZE bytes made from SEED and at the same time receives EXPECTED bytes. Prints "listening PORT" (0 where there is none),
// "sent COUNT DIGEST" and "received COUNT DIGEST"; ends when its standard input does. Digests are FNV-1a of 64 bits.

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nng/nng.h>
#include <nng/supplemental/tls/tls.h>

enum { CHUNK = 65536 };

static void
fail(const char *what, int rv)
{
	fprintf(stderr, "%s: %s\n", what, nng_strerror(rv));
	exit(1);
}

static void
check(const char *what, int rv)
{
	if (rv != 0) {
		fail(what, rv);
	}
}

// --- content: the same as in Content.java

struct content {
	uint64_t state;
	uint64_t hash;
	uint64_t count;
};

static void
digest(struct content *c, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		c->hash = (c->hash ^ bytes[i]) * UINT64_C(0x100000001b3);
	}
	c->count += len;
}

static void
fill(struct content *c, uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		c->state = c->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		bytes[i] = (uint8_t) (c->state >> 56);
	}
}

// --- the stream

static nng_tls_config *
tls_config(nng_tls_mode mode, const char *ca, const char *identity)
{
	nng_tls_config *cfg;
	check("tls", nng_tls_config_alloc(&cfg, mode));
	if (ca != NULL) {
		check("ca", nng_tls_config_ca_file(cfg, ca));
	}
	if (identity != NULL) {
		check("certificate", nng_tls_config_cert_key_file(cfg, identity, NULL));
	}
	check("auth", nng_tls_config_auth_mode(cfg, mode == NNG_TLS_MODE_CLIENT ? NNG_TLS_AUTH_MODE_REQUIRED : NNG_TLS_AUTH_MODE_NONE));
	if (mode == NNG_TLS_MODE_CLIENT) {
		check("name", nng_tls_config_server_name(cfg, "localhost"));
	}
	return cfg;
}

static nng_stream *
dial(const char *url, nng_aio *aio, const char *ca)
{
	nng_stream_dialer *d;
	check("dialer", nng_stream_dialer_alloc(&d, url));
	if (ca != NULL) {
		check("tls", nng_stream_dialer_set_ptr(d, NNG_OPT_TLS_CONFIG, tls_config(NNG_TLS_MODE_CLIENT, ca, NULL)));
	}
	nng_stream_dialer_dial(d, aio);
	nng_aio_wait(aio);
	check("dial", nng_aio_result(aio));
	return nng_aio_get_output(aio, 0);
}

static nng_stream *
listen_accept(const char *url, nng_aio *aio, const char *ca, const char *identity)
{
	nng_stream_listener *l;
	int port = 0;
	check("listener", nng_stream_listener_alloc(&l, url));
	if (identity != NULL) {
		check("tls", nng_stream_listener_set_ptr(l, NNG_OPT_TLS_CONFIG, tls_config(NNG_TLS_MODE_SERVER, ca, identity)));
	}
	check("listen", nng_stream_listener_listen(l));
	if (strncmp(url, "ipc:", 4) != 0 && strncmp(url, "abstract:", 9) != 0) {
		(void) nng_stream_listener_get_int(l, NNG_OPT_TCP_BOUND_PORT, &port);
	}
	printf("listening %d\n", port);
	nng_stream_listener_accept(l, aio);
	nng_aio_wait(aio);
	check("accept", nng_aio_result(aio));
	return nng_aio_get_output(aio, 0);
}

static void
start(void (*op)(nng_stream *, nng_aio *), nng_stream *s, nng_aio *aio, uint8_t *bytes, size_t len)
{
	nng_iov iov = { bytes, len };
	check("iov", nng_aio_set_iov(aio, 1, &iov));
	op(s, aio);
}

static size_t
some(uint64_t left)
{
	return left < CHUNK ? (size_t) left : CHUNK;
}

struct receiver {
	nng_stream *stream;
	nng_aio *aio;
	struct content received;
	uint64_t expected;
	uint8_t bytes[CHUNK];
};

// receiving goes on in the callback, while the main thread sends
static void
receive_more(void *arg)
{
	struct receiver *r = arg;
	check("receive", nng_aio_result(r->aio));
	digest(&r->received, r->bytes, nng_aio_count(r->aio));
	if (r->received.count < r->expected) {
		start(nng_stream_recv, r->stream, r->aio, r->bytes, some(r->expected - r->received.count));
	}
}

static void
converse(nng_stream *s, uint64_t size, uint64_t seed, uint64_t expected)
{
	static uint8_t out[CHUNK];
	static struct receiver r;
	struct content sent = { seed, UINT64_C(0xcbf29ce484222325), 0 };
	nng_aio *aio;

	r.stream = s;
	r.expected = expected;
	r.received.hash = UINT64_C(0xcbf29ce484222325);
	check("aio", nng_aio_alloc(&r.aio, receive_more, &r));
	check("aio", nng_aio_alloc(&aio, NULL, NULL));
	start(nng_stream_recv, s, r.aio, r.bytes, some(expected));
	while (sent.count < size) {
		size_t ready = some(size - sent.count), done = 0;
		fill(&sent, out, ready);
		while (done < ready) {
			start(nng_stream_send, s, aio, out + done, ready - done);
			nng_aio_wait(aio);
			check("send", nng_aio_result(aio));
			done += nng_aio_count(aio);
		}
		digest(&sent, out, ready);
	}
	nng_aio_wait(r.aio);
	printf("sent %" PRIu64 " %016" PRIx64 "\n", sent.count, sent.hash);
	printf("received %" PRIu64 " %016" PRIx64 "\n", r.received.count, r.received.hash);
	nng_aio_free(aio);
	nng_aio_free(r.aio);
}

int
main(int argc, char **argv)
{
	nng_aio *aio;
	nng_stream *s;
	const char *ca = argc > 6 ? argv[6] : NULL;
	const char *identity = argc > 7 ? argv[7] : NULL;

	if (argc < 6) {
		fprintf(stderr, "usage: streams dial|listen URL SIZE SEED EXPECTED [CA [CERTIFICATE-AND-KEY]]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	check("aio", nng_aio_alloc(&aio, NULL, NULL));
	nng_aio_set_timeout(aio, 20000);
	if (strcmp(argv[1], "dial") == 0) {
		s = dial(argv[2], aio, ca);
	} else {
		s = listen_accept(argv[2], aio, ca, identity);
	}
	converse(s, strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10), strtoull(argv[5], NULL, 10));
	while (getchar() != EOF) {
	}
	nng_stream_close(s);
	nng_stream_free(s);
	return 0;
}
