package io.helve.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** Failures of our own certificates and keys. */
final class Unusable {
    /** Longer files hold no certificates. */
    private static final long LONGEST = 16 << 20;

    private Unusable() {}

    /** The cause is only suppressed: as a cause, a bad certificate of ours would look like one of the peer's. */
    static SSLException because(String what, Exception cause) {
        SSLException failure = new SSLException(what + ": " + cause.getMessage());
        failure.addSuppressed(cause);
        return failure;
    }

    /** {@return the text of a file} */
    static String read(Path file) throws UnreadableException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new UnreadableException(file + " is too long for a PEM file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            UnreadableException failure = new UnreadableException(
                    file + (e instanceof NoSuchFileException ? " is not there" : " cannot be read: " + e));
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
