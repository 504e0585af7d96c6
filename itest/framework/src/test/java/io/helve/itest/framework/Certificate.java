package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.helve.stream.TlsConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

/** A certificate of this machine's loopback addresses, made by the JDK's own tool. */
final class Certificate {
    private static final String PASSWORD = "not a secret";

    private final KeyStore store = KeyStore.getInstance("PKCS12");

    Certificate() throws Exception {
        Path directory = Files.createTempDirectory("certificate");
        Path file = directory.resolve("store");
        try {
            make(file);
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void make(Path file) throws Exception {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1,ip:::1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(tool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, tool.exitValue());
    }

    TlsConfig shown() {
        return TlsConfig.builder().identity(store, PASSWORD).build();
    }

    TlsConfig trusted() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", store.getCertificate("own"));
        return TlsConfig.builder().trust(trusted).build();
    }
}
