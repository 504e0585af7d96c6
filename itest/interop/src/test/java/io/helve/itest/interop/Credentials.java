package io.helve.itest.interop;

import io.helve.testkit.tls.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key and a certificate for localhost, as files, which all peers of one run share. */
final class Credentials {
    private static PemFiles ofAll;

    private Credentials() {}

    /** {@return the same for all tests of one run} */
    static synchronized PemFiles ofAll() {
        if (ofAll == null) {
            try {
                Path build = Files.createDirectories(Path.of(System.getProperty("build.dir")));
                ofAll = PemFiles.ofLocalhost(Files.createTempDirectory(build, "credentials"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ofAll;
    }
}
