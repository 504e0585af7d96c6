package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamOptions;
import io.helve.testkit.tls.LocalTls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of the wrong protocol are rejected, and counted so on both sides, whatever the transport. */
class WrongProtocolTest extends SpTest {
    @ParameterizedTest
    @ValueSource(strings = {"inproc://wrong", "tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
    void isCountedAsRejected(String url) {
        assertCounted(url);
    }

    @Test
    void isCountedAsRejectedOverIpc(@TempDir Path directory) {
        assertCounted("ipc://" + directory.resolve("socket"));
    }

    /** A WebSocket handshake names the protocol: a peer of another protocol is refused before there is a stream. */
    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:0/wrong", "wss://localhost:0/wrong", "tls+tcp://localhost:0"})
    void isCountedAsRejectedOverWebSocketsAndTls(String url) {
        assertCounted(url);
    }

    @Override
    protected void configure(SpEndpoint endpoint) {
        String scheme = endpoint.url().scheme();
        if (scheme.startsWith("wss") || scheme.startsWith("tls")) {
            endpoint.set(StreamOptions.TLS, endpoint instanceof SpListener ? LocalTls.listening() : LocalTls.dialing());
        }
    }

    private void assertCounted(String url) {
        SpSocket rep = open(SpProtocol.REP);
        SpSocket push = open(SpProtocol.PUSH);
        SpListener listener = listen(rep, url);
        SpDialer dialer = dialer(push, listener.dialUrl().toString());
        assertFails(AioError.EPROTO, dialer::start);
        eventually(() -> stat(rep, "reject") == 1
                && rejected(listener) == 1
                && stat(push, "reject") == 1
                && rejected(dialer) == 1);
        assertEquals(0, pipes(rep));
        eventually(() -> failures(listener) == 1 && failures(dialer) == 1);
        boolean overWebSockets = url.startsWith("ws"); // whose requests name the protocol that they want
        String named = overWebSockets ? "pull" : "speaks push, and rep needs req|shows push, and rep needs req";
        assertTrue(lastError(listener).matches(".*(" + named + ").*"), lastError(listener));
        assertTrue(overWebSockets || lastError(dialer).contains("rep, and push needs pull"), lastError(dialer));
    }

    private static long failures(SpEndpoint endpoint) {
        return endpoint.statistics().child("proto").orElseThrow().value();
    }

    private static String lastError(SpEndpoint endpoint) {
        return endpoint.statistics().child("last_error").orElseThrow().text();
    }

    private static long rejected(SpEndpoint endpoint) {
        SpStatistic statistics = endpoint.statistics();
        return statistics.child("reject").orElseThrow().value();
    }
}
