// nanomsg's sockets in the cases of SpBench: with blocking calls, which are all it has, and a thread for each. Messages are its own
// (NN_MSG), so nothing is copied on the way in or out of the library; all options are the default ones.

#define _GNU_SOURCE
#include "session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/pipeline.h>
#include <nanomsg/pubsub.h>
#include <nanomsg/reqrep.h>

struct actor {
	struct side *side;
	struct tally *tally;
	int socket;
	pthread_t thread;
	bool at_work;
};

static int
check(const char *what, int result)
{
	if (result < 0) {
		fail(what, nn_strerror(nn_errno()));
	}
	return result;
}

// ---- what it does ---------------------------------------------------------------------------------------------------

// whether to call again what has failed; otherwise the socket is closed
static bool
interrupted(const char *what)
{
	if (nn_errno() != EINTR && nn_errno() != EBADF) {
		check(what, -1);
	}
	return nn_errno() == EINTR;
}

// whether it was sent; otherwise the socket is closed
static bool
actor_send(struct actor *a, void *message)
{
	while (nn_send(a->socket, &message, NN_MSG, 0) < 0) {
		if (!interrupted("nn_send")) {
			nn_freemsg(message);
			return false;
		}
	}
	return true;
}

// NULL if the socket is closed
static void *
actor_receive(struct actor *a)
{
	void *message;
	while (nn_recv(a->socket, &message, NN_MSG, 0) < 0) {
		if (!interrupted("nn_recv")) {
			return NULL;
		}
	}
	return message;
}

static void *
new_message(size_t size)
{
	void *message = nn_allocmsg(size, 0);
	if (message == NULL) {
		check("nn_allocmsg", -1);
	}
	return message;
}

static void
echo(struct actor *a)
{
	for (void *message; (message = actor_receive(a)) != NULL && actor_send(a, message);) {
		tally_add(a->tally);
	}
}

static void
ask(struct actor *a)
{
	void *message = new_message(a->side->size);
	int64_t began = nanos();
	while (!side_ends(a->side)) {
		if (!actor_send(a, message) || (message = actor_receive(a)) == NULL) {
			return;
		}
		int64_t now = nanos();
		side_trip(a->side, now - began);
		tally_add(a->tally);
		began = now;
	}
	nn_freemsg(message);
}

static void
sink(struct actor *a)
{
	for (void *message; (message = actor_receive(a)) != NULL;) {
		nn_freemsg(message);
		tally_add(a->tally);
	}
}

static void
source(struct actor *a)
{
	while (!side_ends(a->side) && actor_send(a, new_message(a->side->size))) {
		tally_add(a->tally);
	}
}

static void *
actor_run(void *arg)
{
	struct actor *a = arg;
	static void (*const functions[])(struct actor *) = { [ECHO] = echo, [ASK] = ask, [SINK] = sink, [SOURCE] = source };
	functions[a->side->function](a);
	return NULL;
}

// ---- those of a side ------------------------------------------------------------------------------------------------

static int
socket_open(const char *protocol)
{
	static const struct {
		const char *name;
		int number;
	} protocols[] = {
		{ "pair", NN_PAIR },
		{ "req", NN_REQ },
		{ "rep", NN_REP },
		{ "push", NN_PUSH },
		{ "pull", NN_PULL },
		{ "pub", NN_PUB },
		{ "sub", NN_SUB },
	};
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		if (strcmp(protocol, protocols[i].name) == 0) {
			return check(protocol, nn_socket(AF_SP, protocols[i].number));
		}
	}
	fail(protocol, "no such protocol");
}

static int
free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (s < 0 || bind(s, (struct sockaddr *) &address, length) != 0 || getsockname(s, (struct sockaddr *) &address, &length) != 0) {
		fail("a free port", strerror(errno));
	}
	close(s);
	return ntohs(address.sin_port);
}

// nanomsg does not tell which port a socket has taken, so the socket gets a port that was free a moment ago
static void
socket_listen(int socket, struct side *s)
{
	bool tcp = strncmp(s->url, "tcp:", 4) == 0;
	for (int tries = 0;; tries++) {
		if (tcp) {
			snprintf(s->url, sizeof(s->url), "tcp://127.0.0.1:%d", free_port());
		}
		if (nn_bind(socket, s->url) >= 0) {
			return;
		}
		if (!tcp || nn_errno() != EADDRINUSE || tries == 10) {
			check(s->url, -1);
		}
	}
}

static void
actor_start(struct actor *a)
{
	int err = pthread_create(&a->thread, NULL, actor_run, a);
	if (err != 0) {
		fail("pthread_create", strerror(err));
	}
	a->at_work = true;
}

void
actors_open(struct side *s)
{
	s->actors = zeroed((size_t) s->n, sizeof(*s->actors));
	for (int i = 0; i < s->n; i++) {
		struct actor *a = &s->actors[i];
		a->side = s;
		a->tally = &s->tallies[i];
		a->socket = socket_open(s->protocol);
		if (strcmp(s->protocol, "sub") == 0) {
			check("subscribe", nn_setsockopt(a->socket, NN_SUB, NN_SUB_SUBSCRIBE, "", 0));
		}
		if (s->listens) {
			socket_listen(a->socket, s);
		} else {
			check(s->url, nn_connect(a->socket, s->url));
		}
		if (s->function == ECHO || s->function == SINK) {
			actor_start(a);
		}
	}
}

void
actors_start(struct side *s)
{
	for (int i = 0; i < s->n; i++) {
		actor_start(&s->actors[i]);
	}
}

void
actors_close(struct side *s)
{
	for (int i = 0; i < s->n; i++) {
		struct actor *a = &s->actors[i];
		nn_close(a->socket); // so a call in progress fails
		if (a->at_work) {
			pthread_join(a->thread, NULL);
		}
	}
	free(s->actors);
}
