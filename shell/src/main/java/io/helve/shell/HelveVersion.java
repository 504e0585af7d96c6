package io.helve.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the project in Maven's spelling; the version of a bundle is spelled differently. */
public final class HelveVersion {
    private HelveVersion() {}

    /** {@return the version, which the build has written into a resource} */
    public static String get() {
        try (InputStream in = HelveVersion.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
