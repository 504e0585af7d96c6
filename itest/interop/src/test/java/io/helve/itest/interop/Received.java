package io.helve.itest.interop;

import java.nio.charset.StandardCharsets;

/**
 * A message that one side has received.
 *
 * @param header the header, of raw sockets
 * @param digest of the body
 * @param body the body; nng's are empty if they are long
 */
record Received(byte[] header, String digest, byte[] body) {
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
