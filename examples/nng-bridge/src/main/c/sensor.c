// A sensor with nng's library (1.x): sends readings to the bridge as requests, and prints what the bridge answers.
//
//   cc -o sensor sensor.c -lnng && ./sensor ipc:///tmp/sensors.ipc kitchen 3

#include <stdio.h>
#include <stdlib.h>

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>

static void
check(const char *what, int error)
{
	if (error != 0) {
		fprintf(stderr, "%s: %s\n", what, nng_strerror(error));
		exit(1);
	}
}

int
main(int argc, char **argv)
{
	nng_socket socket;
	char       reading[128];

	if (argc != 4) {
		fprintf(stderr, "usage: sensor URL NAME READINGS\n");
		return 2;
	}
	check("open", nng_req0_open(&socket));
	check("timeout", nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 10000));
	check("dial", nng_dial(socket, argv[1], NULL, 0));
	for (int i = 0; i < atoi(argv[3]); i++) {
		char  *answer;
		size_t length;

		int written = snprintf(reading, sizeof(reading), "%s %d", argv[2], 20 + i);
		check("send", nng_send(socket, reading, (size_t) written, 0));
		check("receive", nng_recv(socket, &answer, &length, NNG_FLAG_ALLOC));
		printf("%.*s\n", (int) length, answer);
		nng_free(answer, length);
	}
	nng_close(socket);
	return 0;
}
