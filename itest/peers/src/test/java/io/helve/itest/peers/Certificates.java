package io.helve.itest.peers;

import io.helve.testkit.tls.Authority;
import io.helve.testkit.tls.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;

/**
 * PEM files with certificates and keys, for the peers: two authorities that do not know each other, and certificates
 * that they have issued. A file of a server or a client holds the certificate and its key.
 */
final class Certificates {
    private final Path folder;
    private final Authority authority = new Authority("ca");

    /** The authority that both sides trust. */
    final Path ca;

    /** An authority that the other certificates here do not come from. */
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
        this.folder = folder;
        Authority other = new Authority("other-ca");
        ca = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        otherCa = Files.writeString(folder.resolve("other-ca.pem"), other.pem());
        server = write("server", authority.issue("localhost", "localhost", "127.0.0.1"));
        elsewhere = write("elsewhere", authority.issue("elsewhere.example", "elsewhere.example"));
        client = write("client", authority.issue("client", "client.example"));
        otherClient = write("other-client", other.issue("client", "client.example"));
    }

    private Path write(String name, Issued issued) throws IOException {
        return Files.writeString(folder.resolve(name + ".pem"), issued.chainPem() + issued.keyPem());
    }

    /** Replaces the server's certificate and key by new ones, in one step, as programs that renew certificates do. */
    void renewServer(String name) throws IOException {
        Path renewed = write("renewed", authority.issue(name, "localhost", "127.0.0.1"));
        Files.move(renewed, server, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The authority in a key store, for Java's own TLS. */
    KeyStore trusted() {
        return authority.trustStore();
    }
}
