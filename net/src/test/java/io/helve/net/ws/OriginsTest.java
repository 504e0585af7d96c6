package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may connect to a listener, and what a refusal tells. */
class OriginsTest extends StreamTest {
    private StreamListener listener;

    @BeforeEach
    void listen() {
        listener = listen("ws://127.0.0.1:0/");
    }

    private String answer(String headers) throws IOException {
        Aio accept = aio();
        listener.accept(accept);
        RawPeer peer = closing(RawPeer.connect(listener.localAddress()));
        peer.send(RawPeer.request("/").replaceFirst("\r\n\r\n$", "\r\n" + headers + "\r\n\r\n"));
        String head = peer.head();
        if (head.startsWith("HTTP/1.1 101 ")) {
            closing((Stream) ok(accept).getOutput(0));
        } else {
            assertTrue(peer.atEnd());
            accept.cancel();
        }
        return head.substring(0, head.indexOf('\r')).replaceFirst("HTTP/1.1 (\\d+).*", "$1");
    }

    @Test
    void withoutTheOptionAllMayConnect() throws IOException {
        assertEquals("101", answer("Origin: https://evil.example"));
    }

    @Test
    void othersAreRefusedAndCounted() throws IOException {
        listener.set(StreamOptions.WS_ORIGINS, List.of("https://good.example", "http://localhost:8080"));
        assertEquals("101", answer("Origin: https://good.example"));
        assertEquals("101", answer("Origin: HTTPS://Good.Example"));
        assertEquals("101", answer("Origin: http://localhost:8080"));
        assertEquals("101", answer("X-Origin: https://evil.example"), "no browser");
        for (String other : List.of(
                "https://evil.example",
                "http://good.example",
                "https://good.example:8443",
                "https://good.example.evil.example",
                "null",
                "",
                "https://good.example\r\nOrigin: https://evil.example",
                "https://good.example, https://evil.example")) {
            assertEquals("403", answer("Origin: " + other), other);
        }
        eventually(() -> control.snapshot().originsRefused() == 8);
        eventually(() -> control.snapshot().acceptFailures() == 8);
    }

    @Test
    void anEmptyListRefusesAllPages() throws IOException {
        listener.set(StreamOptions.WS_ORIGINS, List.of());
        assertEquals("403", answer("Origin: http://localhost"));
        connect(listener);
    }

    @Test
    void pagesWithoutAnOriginAreNamedNull() throws IOException {
        listener.set(StreamOptions.WS_ORIGINS, List.of("null"));
        assertEquals("101", answer("Origin: null"));
        assertEquals("403", answer("Origin: https://evil.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "https://example.com/path", "https://", "", "https://a b"})
    void whatIsNoOriginCannotBeSet(String text) {
        assertThrows(IllegalArgumentException.class, () -> listener.set(StreamOptions.WS_ORIGINS, List.of(text)));
    }

    @Test
    void aPathThatNobodyHasShowsNoHeadersOfTheTenantsOfThePort() throws IOException {
        listener.set(StreamOptions.WS_HEADERS, Map.of("X-Secret", "tenant"));
        listener.accept(aio());
        RawPeer peer = closing(RawPeer.connect(listener.localAddress()));
        peer.send(RawPeer.request("/unknown"));
        String head = peer.head();
        assertTrue(head.startsWith("HTTP/1.1 404 "), head);
        assertFalse(head.contains("X-Secret"), head);
        RawPeer another = closing(RawPeer.connect(listener.localAddress()));
        another.send("POST / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertTrue(another.head().contains("X-Secret: tenant"), "the listener's own answer");
    }
}
