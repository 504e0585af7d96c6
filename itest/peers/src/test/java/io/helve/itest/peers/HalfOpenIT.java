package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.AioError;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import io.helve.testkit.Installed;
import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Links that drop without a word, with both sides still there: a proxy that stops to forward, a network that is down.
 */
class HalfOpenIT extends StreamTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path temp;

    /** Both ends of a connection through a proxy. */
    private final class Link implements AutoCloseable {
        final StreamListener listener;
        final Proxy proxy;
        final Stream dialed;
        final Stream accepted;

        Link(String scheme, Duration ping) throws IOException {
            listener = streams.listener(scheme + "://127.0.0.1:0");
            Certificates certificates = scheme.startsWith("tls") ? new Certificates(temp) : null;
            if (certificates != null) {
                listener.set(
                        StreamOptions.TLS,
                        TlsConfig.builder()
                                .identity(certificates.server, certificates.server, null)
                                .build());
            }
            if (ping != null) {
                listener.set(StreamOptions.WS_PING, ping);
            }
            listener.listen();
            proxy = new Proxy(port(listener));
            var accepting = io.accepting(listener);
            try (StreamDialer dialer = streams.dialer(scheme + "://127.0.0.1:" + proxy.port())) {
                if (certificates != null) {
                    dialer.set(
                            StreamOptions.TLS,
                            TlsConfig.builder().trust(certificates.ca).build());
                }
                if (ping != null) {
                    dialer.set(StreamOptions.WS_PING, ping);
                }
                dialed = io.dial(dialer);
            }
            accepted = accepting.join();
        }

        @Override
        public void close() {
            dialed.close();
            accepted.close();
            listener.close();
            proxy.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls+tcp", "ws"})
    void nothingIsLostWhenTheLinkComesBack(String scheme) throws IOException {
        byte[] bytes = RandomBytes.of(1, 1 << 20);
        try (Link link = new Link(scheme, null)) {
            io.send(link.dialed, new byte[] {1});
            assertEquals(1, io.receive(link.accepted, 1)[0]);
            link.proxy.stopForwarding();
            var sending = io.sending(link.dialed, bytes);
            assertEquals(AioError.ETIMEDOUT, io.receiveError(link.accepted, SHORT));
            assertEquals(AioError.ETIMEDOUT, io.receiveError(link.dialed, SHORT));
            link.proxy.forwardAgain();
            assertArrayEquals(bytes, io.receive(link.accepted, bytes.length));
            assertEquals(bytes.length, sending.join().count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls+tcp", "ws"})
    void bothSidesCanBeClosedWhileTheLinkIsDown(String scheme) throws IOException {
        try (Link link = new Link(scheme, null)) {
            link.proxy.stopForwarding();
            var sending = CompletableFuture.supplyAsync(() -> io.sendUntilItFails(link.dialed));
            AtomicLong sent = new AtomicLong(-1);
            eventually("there is no more room")
                    .pollInterval(SHORT)
                    .until(() -> sent.getAndSet(control.snapshot().bytesSent())
                            == control.snapshot().bytesSent());
            var receiving = runtime.factory().submit(link.accepted::receive);
            link.dialed.stop();
            assertEquals(AioError.ECLOSED, sending.join());
            link.accepted.stop();
            AioError error = Blocking.error(receiving);
            // without an iov, only messages can be received
            assertEquals(link.accepted.isMessageOriented() ? AioError.ECLOSED : AioError.EINVAL, error);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls+tcp", "ws"})
    void aResetEndsBothSides(String scheme) throws IOException {
        try (Link link = new Link(scheme, null)) {
            io.send(link.dialed, new byte[] {1});
            io.receive(link.accepted, 1);
            link.proxy.reset();
            for (Stream stream : List.of(link.dialed, link.accepted)) {
                AioError received = io.receiveUntilItFails(stream);
                assertTrue(LOST.contains(received), received::toString);
                AioError sent = io.sendUntilItFails(stream);
                assertTrue(LOST.contains(sent), sent::toString);
            }
        }
    }

    @Test
    void pingsFindOut() throws IOException {
        try (Link link = new Link("ws", Duration.ofMillis(700))) {
            assertEquals(AioError.ETIMEDOUT, io.receiveError(link.dialed, Duration.ofSeconds(2)), "it is alive");
            link.proxy.stopForwarding();
            for (Stream stream : List.of(link.dialed, link.accepted)) {
                assertEquals(AioError.ETIMEDOUT, io.receiveUntilItFails(stream));
                AioError sent = io.sendUntilItFails(stream);
                assertTrue(sent == AioError.ETIMEDOUT || LOST.contains(sent), sent::toString);
            }
        }
    }

    @Test
    void aNetworkThatWasDownForAWhileLosesNothing() {
        Installed.programs("socat");
        try (Namespace namespace = Namespace.open();
                Program socat = namespace.run("socat", "-d", "-d", "TCP4-LISTEN:0", "EXEC:cat");
                Stream stream = io.dial(
                        "tcp://" + Namespace.THEIRS + ":" + socat.awaitNumber(" listening on AF=\\d+ .*:(\\d+)$"))) {
            byte[] bytes = RandomBytes.of(2, 100_000);
            assertArrayEquals(bytes, io.echo(stream, bytes));
            namespace.link("down");
            io.send(stream, bytes);
            assertEquals(AioError.ETIMEDOUT, io.receiveError(stream, SHORT));
            namespace.link("up");
            assertArrayEquals(bytes, io.receive(stream, bytes.length));
        }
    }

    /** A network namespace with a pair of interfaces to it. */
    private static final class Namespace implements AutoCloseable {
        static final String OURS = "10.203.77.1";
        static final String THEIRS = "10.203.77.2";

        private final String name = "helve" + ProcessHandle.current().pid();

        static Namespace open() {
            Namespace namespace = new Namespace();
            String name = namespace.name;
            try {
                assumeTrue(ip("netns", "add", name), "network namespaces are not allowed here");
            } catch (UncheckedIOException e) {
                abort("there is no program ip");
            }
            boolean made = ip("link", "add", name + "a", "type", "veth", "peer", "name", name + "b")
                    && ip("link", "set", name + "b", "netns", name)
                    && ip("addr", "add", OURS + "/30", "dev", name + "a")
                    && ip("link", "set", name + "a", "up")
                    && ip("netns", "exec", name, "ip", "addr", "add", THEIRS + "/30", "dev", name + "b")
                    && ip("netns", "exec", name, "ip", "link", "set", name + "b", "up");
            if (!made) {
                namespace.close();
                abort("network interfaces cannot be made here");
            }
            return namespace;
        }

        Program run(String... command) {
            List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
            whole.addAll(List.of(command));
            return Program.start(whole);
        }

        void link(String state) {
            assertTrue(ip("link", "set", name + "a", state));
        }

        private static boolean ip(String... arguments) {
            List<String> command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(arguments));
            try (Program ip = Program.start(command)) {
                return ip.awaitExit() == 0;
            }
        }

        @Override
        public void close() {
            ip("link", "del", name + "a");
            ip("netns", "del", name);
        }
    }
}
