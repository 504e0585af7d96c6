// Prints what nng does where Helve does something else: docs/nng.md says so, and NngDifferencesIT compares. One line each,
// NAME VALUE; the argument is a folder for files.

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <nng/nng.h>
#include <nng/protocol/pair0/pair.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/protocol/survey0/respond.h>
#include <nng/protocol/survey0/survey.h>

static int callbacks;

static void
counted(void *arg)
{
	(void) arg;
	callbacks++;
}

static void
show(const char *name, const char *value)
{
	printf("%s %s\n", name, value);
}

static void
result(const char *name, int rv)
{
	show(name, nng_strerror(rv));
}

static void
handles(void)
{
	nng_aio *aio;
	nng_iov iov[16];
	int buffers = 0;
	char number[16];
	memset(iov, 0, sizeof(iov));
	nng_aio_alloc(&aio, counted, NULL);
	while (buffers < 16 && nng_aio_set_iov(aio, (unsigned) buffers + 1, iov) == 0) {
		buffers++;
	}
	sprintf(number, "%d", buffers);
	show("buffers", number);
	nng_aio_stop(aio);
	callbacks = 0;
	nng_sleep_aio(1, aio);
	nng_aio_wait(aio);
	sprintf(number, "%d", callbacks);
	show("callbacks-after-stop", number);
	nng_aio_free(aio);
}

static void
sockets(const char *folder)
{
	nng_socket pair, raw, rep;
	size_t most;
	nng_msg *msg;
	struct stat file;
	char path[1024], url[1100];
	nng_pair0_open(&pair);
	nng_socket_get_size(pair, NNG_OPT_RECVMAXSZ, &most);
	show("receive-max", most == 0 ? "unlimited" : "limited");
	snprintf(path, sizeof(path), "%s/file", folder);
	snprintf(url, sizeof(url), "ipc://%s", path);
	fclose(fopen(path, "w"));
	result("listen-over-file", nng_listen(pair, url, NULL, 0));
	show("file-is-then", lstat(path, &file) == 0 && S_ISSOCK(file.st_mode) ? "socket" : "file");
	result("inproc-without-name", nng_listen(pair, "inproc://", NULL, 0));
	nng_req0_open_raw(&raw);
	nng_rep0_open(&rep);
	nng_listen(rep, "inproc://raw", NULL, 0);
	nng_dial(raw, "inproc://raw", NULL, 0);
	nng_msg_alloc(&msg, 0);
	nng_msg_append(msg, "no header", 9);
	result("raw-without-header", nng_sendmsg(raw, msg, 0));
}

static void
addresses(void)
{
	nng_socket pair, pub, req;
	nng_pair0_open(&pair);
	result("malformed-url", nng_listen(pair, "nonsense", NULL, 0));
	result("empty-port", nng_listen(pair, "tcp://127.0.0.1:", NULL, 0));
	nng_pub0_open(&pub);
	nng_req0_open(&req);
	nng_listen(pub, "inproc://pub", NULL, 0);
	result("dial-of-another-protocol", nng_dial(req, "inproc://pub", NULL, 0));
}

static void
surveys(void)
{
	nng_socket surveyor, respondent;
	nng_msg *msg;
	nng_surveyor0_open(&surveyor);
	nng_respondent0_open(&respondent);
	nng_msg_alloc(&msg, 0);
	result("respondent-without-survey", nng_sendmsg(respondent, msg, NNG_FLAG_NONBLOCK));
	nng_sendmsg(surveyor, msg, 0);
	nng_socket_set_ms(surveyor, NNG_OPT_RECVTIMEO, 1);
	result("first-receive", nng_recvmsg(surveyor, &msg, 0));
	result("second-receive", nng_recvmsg(surveyor, &msg, 0));
}

int
main(int argc, char **argv)
{
	handles();
	sockets(argc > 1 ? argv[1] : ".");
	addresses();
	surveys();
	return 0;
}
