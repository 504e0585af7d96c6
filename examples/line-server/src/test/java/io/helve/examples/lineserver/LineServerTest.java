package io.helve.examples.lineserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioRuntime;
import io.helve.stream.StreamFactory;
import io.helve.stream.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client is one of the JDK, which knows nothing of Helve. */
@Timeout(180)
class LineServerTest {
    @TempDir
    static Path folder;

    private static KeyStore keys;

    private AioRuntime runtime;
    private LineServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = DemoKeyStore.create(folder.resolve("demo.p12"));
    }

    @BeforeEach
    void start() {
        runtime = AioRuntime.open();
        TlsConfig tls =
                TlsConfig.builder().identity(keys, DemoKeyStore.PASSWORD).build();
        server = new LineServer(runtime.factory(), StreamFactory.of(runtime), "tls+tcp://127.0.0.1:0", tls);
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void linesAreAnsweredInUpperCase() throws Exception {
        try (Client client = new Client()) {
            assertEquals("HELLO", client.ask("hello"));
            assertEquals("AND AGAIN", client.ask("and again"));
        }
    }

    @Test
    void anIdleClientIsToldGoodbyeAndSeesTheEndOfTheStream() throws Exception {
        try (Client client = new Client()) {
            assertEquals("HELLO", client.ask("hello"));
            server.shutDown();
            assertEquals("goodbye", client.input.readLine());
            assertNull(client.input.readLine());
            assertThrows(IOException.class, Client::new, "nobody listens");
        }
    }

    /** A TLS client of the JDK. */
    private final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader input;
        private final PrintWriter output;

        Client() throws Exception {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(null, null);
            certificates.setCertificateEntry("demo", keys.getCertificate("demo"));
            trust.init(certificates);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            URI url = URI.create(server.dialUrl().replace("tls+tcp", "tls"));
            socket = (SSLSocket) context.getSocketFactory().createSocket(url.getHost(), url.getPort());
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        String ask(String line) throws IOException {
            output.println(line);
            return input.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
