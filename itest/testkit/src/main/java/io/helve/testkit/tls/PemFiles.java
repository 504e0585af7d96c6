package io.helve.testkit.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PEM files with a certificate and its key, for programs that read PEM files.
 *
 * @param certificate the certificate
 * @param key the key
 * @param both one after the other
 */
public record PemFiles(Path certificate, Path key, Path both) {
    /**
     * Makes the files of a self-signed certificate for localhost and 127.0.0.1.
     *
     * @param directory where the files go
     * @return the files
     * @throws IOException if a file cannot be written
     */
    public static PemFiles ofLocalhost(Path directory) throws IOException {
        Issued issued = Authority.selfSigned("localhost", "localhost", "127.0.0.1");
        PemFiles files = new PemFiles(
                directory.resolve("cert.pem"), directory.resolve("key.pem"), directory.resolve("both.pem"));
        issued.write(files.certificate, files.key);
        Files.writeString(files.both, issued.chainPem() + issued.keyPem());
        return files;
    }
}
