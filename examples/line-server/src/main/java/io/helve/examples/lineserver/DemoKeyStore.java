package io.helve.examples.lineserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A key and a self-signed certificate for trying things out: a real server has files of its own. */
final class DemoKeyStore {
    static final String PASSWORD = "changeit";

    private DemoKeyStore() {}

    /** Makes a key store for {@code localhost} with the JDK's keytool. */
    static KeyStore create(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "demo", "-keyalg", "EC", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
        command.add("-J-XX:TieredStopAtLevel=1"); // starts faster
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool has failed");
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    /** Writes the certificate, which clients have to trust. */
    static void export(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        String text = encoder.encodeToString(store.getCertificate("demo").getEncoded());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }
}
