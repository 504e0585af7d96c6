/*
 * Calls a remote service of Helve with nng's library, and CBOR by hand.
 *
 * call URL SERVICE METHOD NAME COUNT calls the method with the number METHOD, of the service with the number SERVICE, with
 * a text of less than 24 bytes and an integer below 24, and prints the text that the method returns.
 */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t request[256];
static size_t length;

static void byte(unsigned value)
{
    request[length++] = (uint8_t) value;
}

/* An integer in nine bytes: CBOR allows longer forms than necessary. */
static void integer(int64_t value)
{
    uint64_t bits = value < 0 ? (uint64_t) (-1 - value) : (uint64_t) value;
    byte(value < 0 ? 0x3b : 0x1b);
    for (int shift = 56; shift >= 0; shift -= 8) {
        byte((unsigned) (bits >> shift & 0xff));
    }
}

static void check(int failure, const char *what)
{
    if (failure != 0) {
        fprintf(stderr, "%s: %s\n", what, nng_strerror(failure));
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 6 || strlen(argv[4]) > 23) {
        fprintf(stderr, "usage: call URL SERVICE METHOD NAME COUNT\n");
        return 2;
    }
    byte(0x85); /* an array of five: version, service, method, limit, arguments */
    integer(1);
    integer(strtoll(argv[2], NULL, 10));
    integer(strtoll(argv[3], NULL, 10));
    integer(1 << 20);
    byte(0x82); /* an array of two: text and integer */
    byte(0x60 + (unsigned) strlen(argv[4]));
    memcpy(request + length, argv[4], strlen(argv[4]));
    length += strlen(argv[4]);
    integer(strtoll(argv[5], NULL, 10));

    nng_socket socket;
    check(nng_req0_open(&socket), "open");
    check(nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 30000), "timeout");
    check(nng_dial(socket, argv[1], NULL, 0), "dial");
    check(nng_send(socket, request, length, 0), "send");
    uint8_t *answer = NULL;
    size_t size = 0;
    check(nng_recv(socket, &answer, &size, NNG_FLAG_ALLOC), "receive");

    /* [1, 0, text], the text shorter than 256 bytes */
    size_t at = size > 3 && answer[3] == 0x78 ? 5 : 4;
    if (size < at || answer[0] != 0x83 || answer[1] != 1 || answer[2] != 0 || answer[3] >> 5 != 3) {
        fprintf(stderr, "this is no text\n");
        return 1;
    }
    printf("%.*s\n", (int) (size - at), (const char *) answer + at);
    nng_free(answer, size);
    nng_close(socket);
    return 0;
}
