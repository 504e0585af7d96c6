package io.helve.net.ws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The key of a handshake, and its answer. */
final class HandshakeKey {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
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

    /** {@return what shows that the server has understood} */
    static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
