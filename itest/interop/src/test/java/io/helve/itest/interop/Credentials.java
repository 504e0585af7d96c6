package io.helve.itest.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate for localhost, made by the JDK's keytool, as PEM files.
 *
 * @param certificate the certificate, which is its own root
 * @param key the key
 * @param both one after the other
 */
record Credentials(Path certificate, Path key, Path both) {
    private static Credentials ofAll;

    private static final char[] PASSWORD = "secret".toCharArray();

    /** {@return the same for all tests of one run} */
    static synchronized Credentials ofAll() {
        if (ofAll == null) {
            try {
                Path build = Files.createDirectories(Path.of(System.getProperty("build.dir")));
                ofAll = create(Files.createTempDirectory(build, "credentials"));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return ofAll;
    }

    private static Credentials create(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("store.p12");
        Children.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:critical=ca:true",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString()));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Path certificate = write(
                directory.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate("localhost").getEncoded());
        Path key = write(
                directory.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("localhost", PASSWORD).getEncoded());
        Path both =
                Files.writeString(directory.resolve("both.pem"), Files.readString(certificate) + Files.readString(key));
        return new Credentials(certificate, key, both);
    }

    private static Path write(Path file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
