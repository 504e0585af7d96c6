// nng's sockets in the cases of SpBench, in the same shape: one handle for each, whose callback starts the next operation.

#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nng/nng.h>
#include <nng/protocol/pair1/pair.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>

struct actor {
	struct side *side;
	struct tally *tally;
	nng_socket socket;
	nng_aio *aio;
	bool sending;
	int64_t began;
	char padding[64]; // as struct tally has
};

static void
check(const char *what, int err)
{
	if (err != 0) {
		fail(what, nng_strerror(err));
	}
}

// ---- what it does ---------------------------------------------------------------------------------------------------

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
	int64_t now = nanos();
	side_trip(a->side, now - a->began);
	tally_add(a->tally);
	a->began = now;
	nng_msg *message = nng_aio_get_msg(a->aio);
	if (side_ends(a->side)) {
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
			tally_add(a->tally);
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
		tally_add(a->tally);
		actor_receive(a);
		break;
	case SOURCE:
		tally_add(a->tally);
		if (!side_ends(a->side)) {
			actor_send(a, new_message(a->side->size));
		}
		break;
	}
}

// ---- those of a side ------------------------------------------------------------------------------------------------

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
	fail(protocol, "no such protocol");
}

static void
socket_connect(nng_socket socket, struct side *s)
{
	nng_listener listener;
	int port;
	if (!s->listens) {
		check(s->url, nng_dial(socket, s->url, NULL, 0));
		return;
	}
	check(s->url, nng_listen(socket, s->url, &listener, 0));
	if (strncmp(s->url, "tcp:", 4) == 0) {
		check(s->url, nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port));
		snprintf(s->url, sizeof(s->url), "tcp://127.0.0.1:%d", port);
	}
}

void
actors_open(struct side *s)
{
	s->actors = zeroed((size_t) s->n, sizeof(*s->actors));
	for (int i = 0; i < s->n; i++) {
		struct actor *a = &s->actors[i];
		a->side = s;
		a->tally = &s->tallies[i];
		socket_open(&a->socket, s->protocol);
		check("nng_aio_alloc", nng_aio_alloc(&a->aio, actor_callback, a));
		if (strcmp(s->protocol, "sub") == 0) {
			check("subscribe", nng_socket_set(a->socket, NNG_OPT_SUB_SUBSCRIBE, "", 0));
		}
		if (s->function == ECHO || s->function == SINK) {
			actor_receive(a);
		}
		socket_connect(a->socket, s);
	}
}

void
actors_start(struct side *s)
{
	for (int i = 0; i < s->n; i++) {
		s->actors[i].began = nanos();
		actor_send(&s->actors[i], new_message(s->size));
	}
}

void
actors_close(struct side *s)
{
	for (int i = 0; i < s->n; i++) {
		nng_close(s->actors[i].socket);
		nng_aio_free(s->actors[i].aio);
	}
	free(s->actors);
}
