package io.helve.sp.impl.conformance;

import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A key and a certificate for localhost, made by the JDK's keytool once for all tests. */
final class Credentials {
    private static final String PASSWORD = "secret";
    private static final KeyStore STORE = create();

    private Credentials() {}

    /** Has a listener show the certificate, and a dialer trust it. */
    static void configure(SpEndpoint endpoint) {
        TlsConfig.Builder tls = TlsConfig.builder();
        if (!endpoint.url().scheme().equals("tls+tcp")
                && !endpoint.url().scheme().equals("wss")) {
            return;
        }
        boolean listens = endpoint instanceof SpListener;
        endpoint.set(StreamOptions.TLS, (listens ? tls.identity(STORE, PASSWORD) : tls.trust(STORE)).build());
    }

    private static KeyStore create() {
        try {
            Path directory = Files.createTempDirectory("helve-credentials");
            Path file = directory.resolve("store.p12");
            try {
                Process keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "localhost",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool has failed");
                }
                return load(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A trusted certificate beside the key, so that one store does for both sides. */
    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.setCertificateEntry("trusted", store.getCertificate("localhost"));
        return store;
    }
}
