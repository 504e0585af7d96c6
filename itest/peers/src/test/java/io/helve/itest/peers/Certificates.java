package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates and keys, made with {@code openssl}: two authorities that do not know each other, and what they have
 * signed. Those of servers and clients are PEM files with the certificate and its key.
 */
final class Certificates {
    private final Path folder;

    /** The authority that both sides trust. */
    final Path ca;

    /** One that nobody has heard of. */
    final Path otherCa;

    /** A server called localhost and 127.0.0.1. */
    final Path server;

    /** A server called elsewhere.example. */
    final Path elsewhere;

    /** A client. */
    final Path client;

    /** A client that the other authority has signed. */
    final Path otherClient;

    Certificates(Path folder) throws IOException {
        Installed.programs("openssl");
        this.folder = folder;
        ca = authority("ca");
        otherCa = authority("other-ca");
        server = signed("server", "localhost", "DNS:localhost,IP:127.0.0.1", ca);
        elsewhere = signed("elsewhere", "elsewhere.example", "DNS:elsewhere.example", ca);
        client = signed("client", "client", "DNS:client.example", ca);
        otherClient = signed("other-client", "client", "DNS:client.example", otherCa);
    }

    /** Puts a new certificate and key in the place of the server's, in one step, as those do who renew them. */
    void renewServer(String name) throws IOException {
        Path renewed = signed("renewed", name, "DNS:localhost,IP:127.0.0.1", ca);
        Files.move(renewed, server, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path authority(String name) {
        Path certificate = folder.resolve(name + ".pem");
        List<String> command = request(name, name);
        command.addAll(List.of("-x509", "-days", "30", "-out", certificate.toString()));
        openssl(command);
        return certificate;
    }

    private Path signed(String file, String name, String alternatives, Path authority) throws IOException {
        Path request = folder.resolve(file + ".csr");
        Path extensions = Files.writeString(folder.resolve(file + ".ext"), "subjectAltName=" + alternatives + "\n");
        Path certificate = folder.resolve(file + ".crt");
        List<String> command = request(file, name);
        command.addAll(List.of("-out", request.toString()));
        openssl(command);
        openssl(List.of(
                "openssl",
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                authority.toString(),
                "-CAkey",
                key(authority.getFileName().toString().replace(".pem", "")).toString(),
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                extensions.toString(),
                "-out",
                certificate.toString()));
        return Files.writeString(
                folder.resolve(file + ".pem"), Files.readString(certificate) + Files.readString(key(file)));
    }

    /** Begins a command that makes a key and something with it. */
    private List<String> request(String file, String name) {
        return new ArrayList<>(List.of(
                "openssl",
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                key(file).toString(),
                "-subj",
                "/CN=" + name));
    }

    private Path key(String file) {
        return folder.resolve(file + ".key");
    }

    private static void openssl(List<String> command) {
        try (Program openssl = Program.start(command)) {
            assertEquals(0, openssl.awaitExit(), openssl::toString);
        }
    }

    /** The authority in a key store, for Java's own TLS. */
    KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return store;
    }
}
