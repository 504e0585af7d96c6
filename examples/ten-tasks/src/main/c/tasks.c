// The tasks with nng 1.x. Errors of setup are returned; a real program would say which step has failed.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <nng/nng.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/tls/tls.h>

// task: timer
struct timer {
	nng_aio *aio;
	void (*action)(void);
};

static void
tick(void *arg)
{
	struct timer *t = arg;
	if (nng_aio_result(t->aio) == 0) {
		t->action();
		nng_sleep_aio(1000, t->aio);
	}
}

int
every_second(struct timer *t)
{
	int rv = nng_aio_alloc(&t->aio, tick, t);
	if (rv == 0) {
		nng_sleep_aio(1000, t->aio);
	}
	return rv;
}
// end

// task: reply
struct service {
	nng_socket rep;
	nng_aio   *aio;
};

static void
asked(void *arg)
{
	struct service *s = arg;
	if (nng_aio_result(s->aio) != 0) {
		return;
	}
	nng_msg *msg = nng_aio_get_msg(s->aio);
	if (nng_sendmsg(s->rep, msg, NNG_FLAG_NONBLOCK) != 0) {
		nng_msg_free(msg);
	}
	nng_recv_aio(s->rep, s->aio);
}

int
reply(struct service *s, const char *url)
{
	int rv;
	if ((rv = nng_rep0_open(&s->rep)) != 0 || (rv = nng_listen(s->rep, url, NULL, 0)) != 0 ||
	    (rv = nng_aio_alloc(&s->aio, asked, s)) != 0) {
		return rv;
	}
	nng_recv_aio(s->rep, s->aio);
	return 0;
}
// end

// task: ask
int
ask(const char *url, const void *question, size_t length, nng_msg **answer)
{
	nng_socket req;
	int        rv;
	if ((rv = nng_req0_open(&req)) != 0) {
		return rv;
	}
	if ((rv = nng_socket_set_ms(req, NNG_OPT_RECVTIMEO, 5000)) == 0 && (rv = nng_dial(req, url, NULL, 0)) == 0 &&
	    (rv = nng_send(req, (void *) question, length, 0)) == 0) {
		rv = nng_recvmsg(req, answer, 0);
	}
	nng_close(req);
	return rv;
}
// end

// task: publish
int
publish(nng_socket *pub, const char *url)
{
	int rv = nng_pub0_open(pub);
	return rv != 0 ? rv : nng_listen(*pub, url, NULL, 0);
}

int
news(nng_socket pub, const void *text, size_t length)
{
	return nng_send(pub, (void *) text, length, NNG_FLAG_NONBLOCK);
}
// end

// task: subscribe
struct subscription {
	nng_socket sub;
	nng_aio   *aio;
	void (*consumer)(nng_msg *);
};

static void
published(void *arg)
{
	struct subscription *s = arg;
	if (nng_aio_result(s->aio) == 0) {
		nng_msg *msg = nng_aio_get_msg(s->aio);
		s->consumer(msg);
		nng_msg_free(msg);
		nng_recv_aio(s->sub, s->aio);
	}
}

int
subscribe(struct subscription *s, const char *url, const char *topic)
{
	int rv;
	if ((rv = nng_sub0_open(&s->sub)) != 0 ||
	    (rv = nng_socket_set(s->sub, NNG_OPT_SUB_SUBSCRIBE, topic, strlen(topic))) != 0 ||
	    (rv = nng_dial(s->sub, url, NULL, NNG_FLAG_NONBLOCK)) != 0 ||
	    (rv = nng_aio_alloc(&s->aio, published, s)) != 0) {
		return rv;
	}
	nng_recv_aio(s->sub, s->aio);
	return 0;
}
// end

// task: push
int
push(const char *url, char **jobs, int count)
{
	nng_socket push;
	int        rv;
	if ((rv = nng_push0_open(&push)) != 0 || (rv = nng_listen(push, url, NULL, 0)) != 0) {
		return rv;
	}
	for (int i = 0; i < count && rv == 0; i++) {
		rv = nng_send(push, jobs[i], strlen(jobs[i]), 0);
	}
	return rv;
}
// end

// task: pull
struct worker {
	nng_socket pull;
	nng_aio   *aio;
	void (*work)(nng_msg *);
};

static void
pulled(void *arg)
{
	struct worker *w = arg;
	if (nng_aio_result(w->aio) == 0) {
		nng_msg *msg = nng_aio_get_msg(w->aio);
		w->work(msg);
		nng_msg_free(msg);
		nng_recv_aio(w->pull, w->aio);
	}
}

int
pull(struct worker *w, const char *url)
{
	int rv;
	if ((rv = nng_pull0_open(&w->pull)) != 0 || (rv = nng_dial(w->pull, url, NULL, NNG_FLAG_NONBLOCK)) != 0 ||
	    (rv = nng_aio_alloc(&w->aio, pulled, w)) != 0) {
		return rv;
	}
	nng_recv_aio(w->pull, w->aio);
	return 0;
}
// end

// task: survey
int
survey(nng_socket surveyor, const void *question, size_t length, nng_msg **answers, int max)
{
	int count = 0;
	if (nng_send(surveyor, (void *) question, length, 0) != 0) {
		return -1;
	}
	while (count < max && nng_recvmsg(surveyor, &answers[count], 0) == 0) {
		count++;
	}
	return count;
}
// end

// task: tls echo
struct session {
	nng_stream *stream;
	nng_aio    *aio;
	bool        sending;
	size_t      left;
	char       *at;
	char        buffer[4096];
};

static void
transfer(struct session *s)
{
	nng_iov iov = { s->at, s->left };
	nng_aio_set_iov(s->aio, 1, &iov);
	if (s->sending) {
		nng_stream_send(s->stream, s->aio);
	} else {
		nng_stream_recv(s->stream, s->aio);
	}
}

static void
transferred(void *arg)
{
	struct session *s = arg;
	if (nng_aio_result(s->aio) != 0) {
		nng_stream_free(s->stream);
		nng_aio_reap(s->aio);
		free(s);
		return;
	}
	size_t count = nng_aio_count(s->aio);
	if (s->sending && count < s->left) {
		s->at += count;
		s->left -= count;
	} else {
		s->sending = !s->sending;
		s->at = s->buffer;
		s->left = s->sending ? count : sizeof(s->buffer);
	}
	transfer(s);
}

struct server {
	nng_stream_listener *listener;
	nng_aio             *aio;
};

static void
accepted(void *arg)
{
	struct server *s = arg;
	if (nng_aio_result(s->aio) == NNG_ECLOSED) {
		return;
	}
	if (nng_aio_result(s->aio) == 0) {
		nng_stream     *stream = nng_aio_get_output(s->aio, 0);
		struct session *session = calloc(1, sizeof(*session));
		if (session == NULL || nng_aio_alloc(&session->aio, transferred, session) != 0) {
			free(session);
			nng_stream_free(stream);
		} else {
			session->stream = stream;
			session->at = session->buffer;
			session->left = sizeof(session->buffer);
			transfer(session);
		}
	}
	nng_stream_listener_accept(s->listener, s->aio);
}

int
tls_echo(struct server *s, const char *url, const char *cert_key_file)
{
	nng_tls_config *tls;
	int             rv;
	if ((rv = nng_tls_config_alloc(&tls, NNG_TLS_MODE_SERVER)) != 0) {
		return rv;
	}
	if ((rv = nng_tls_config_cert_key_file(tls, cert_key_file, NULL)) != 0 ||
	    (rv = nng_stream_listener_alloc(&s->listener, url)) != 0 ||
	    (rv = nng_stream_listener_set_ptr(s->listener, NNG_OPT_TLS_CONFIG, tls)) != 0 ||
	    (rv = nng_stream_listener_listen(s->listener)) != 0 || (rv = nng_aio_alloc(&s->aio, accepted, s)) != 0) {
		nng_tls_config_free(tls);
		return rv;
	}
	nng_tls_config_free(tls);
	nng_stream_listener_accept(s->listener, s->aio);
	return 0;
}
// end
