package io.helve.net.ws;

import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The key of a handshake, and the answer to it. */
final class HandshakeKey {
    private static final int LENGTH = 16;

    private HandshakeKey() {}

    static String create(SecureRandom random) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    static boolean isValid(String key) {
        try {
            return Base64.getDecoder().decode(key).length == LENGTH;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return the answer to a key, which shows that the server speaks the protocol} */
    static String answer(String key) {
        try {
            String seed = key + WebSocketServerHandshaker13.WEBSOCKET_13_ACCEPT_GUID;
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(seed.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
