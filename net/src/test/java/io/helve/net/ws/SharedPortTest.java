package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.routing.NetProvider;
import io.helve.net.tls.TlsTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.stream.provider.StreamSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several listeners at one port, told apart by the path of the request; nng_ws(7), "server instances". */
class SharedPortTest extends TlsTest {
    private static int port(StreamListener listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private StreamListener sharing(StreamListener first, String path) {
        return listen(first.url().scheme() + "://127.0.0.1:" + port(first) + path);
    }

    private String refusal(StreamListener listener) {
        AioException refused = assertThrows(AioException.class, listener::listen);
        assertEquals(AioError.EADDRINUSE, refused.error());
        return refused.getMessage();
    }

    private void exchange(StreamListener listener, String path) {
        Pair pair = connect(listener);
        assertEquals(path, pair.accepted().get(StreamProperty.WS_PATH));
        sendAll(pair.dialed(), bytes(path));
        assertArrayEquals(
                bytes(path), ((ByteBuffer) ok(run(pair.accepted()::receive)).getOutput(0)).array());
    }

    @Test
    void eachListenerAcceptsTheConnectionsForItsPath() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        assertEquals(one.localAddress(), two.localAddress());
        exchange(two, "/two");
        exchange(one, "/one");
        exchange(two, "/two");
    }

    @Test
    void eachListenerHasItsOwnOptions() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = closing(streams.listener("ws://127.0.0.1:" + port(one) + "/two"));
        two.set(StreamOptions.WS_PROTOCOL, "chat");
        two.listen();
        StreamDialer dialer = closing(streams.dialer(two.dialUrl().toString())).set(StreamOptions.WS_PROTOCOL, "chat");
        assertEquals("chat", connect(dialer, two).accepted().get(StreamProperty.WS_PROTOCOL));
        exchange(one, "/one");
    }

    @Test
    void anAcceptOfOneListenerDoesNotTakeTheConnectionsOfAnother() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        Aio acceptsOne = aio();
        one.accept(acceptsOne);
        ok(run(closing(streams.dialer(two.dialUrl().toString()))::dial)); // kept until its listener accepts
        closing((io.helve.stream.Stream) ok(run(two::accept)).getOutput(0));
        assertTrue(acceptsOne.isBusy());
        ok(run(closing(streams.dialer(one.dialUrl().toString()))::dial));
        closing((io.helve.stream.Stream) ok(acceptsOne).getOutput(0));
    }

    @Test
    void listenersOfSeveralTenantsShareAPortAndNobodyTakesAnothersPath() {
        Network network = closing(new Network(StreamConfig.DEFAULTS));
        NetProvider provider = closing(new NetProvider(network));
        StreamSession mine = provider.open("mine");
        StreamSession others = provider.open("others");
        StreamListener one = mine.listener(StreamUrl.parse("ws://127.0.0.1:0/one"));
        one.listen();
        String address = "ws://127.0.0.1:" + port(one);
        String message = refusal(others.listener(StreamUrl.parse(address + "/one")));
        assertTrue(message.contains("has the path of " + address + "/one already"), message);
        StreamListener two = others.listener(StreamUrl.parse(address + "/two"));
        two.listen();
        mine.close();
        StreamListener again = others.listener(StreamUrl.parse(address + "/one"));
        again.listen(); // the path is free, and the port lives on
        Aio accept = aio();
        two.accept(accept);
        Aio dial = run(closing(streams.dialer(address + "/two"))::dial);
        closing((io.helve.stream.Stream) ok(dial).getOutput(0));
        ok(accept);
        provider.close();
    }

    /** The listener of a connection is known only when its request has come; a tenant cannot starve another one. */
    @Test
    void aShortTimeLimitOfOneListenerDoesNotEndTheHandshakesOfAnother() {
        StreamListener one = closing(streams.listener("ws://127.0.0.1:0/one"));
        one.set(StreamOptions.CONNECT_TIMEOUT, Duration.ofNanos(1)).listen();
        exchange(sharing(one, "/two"), "/two");
    }

    /** As with nng: the handlers of its HTTP server ignore a slash at the end. */
    @Test
    void aSlashAtTheEndOfAPathMakesNoDifference() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamDialer dialer = closing(streams.dialer(one.dialUrl().withPath("/one/")));
        assertEquals("/one/", connect(dialer, one).accepted().get(StreamProperty.WS_PATH));
        String message = refusal(closing(streams.listener(one.dialUrl().withPath("/one/"))));
        assertTrue(message.contains("has the path of"), message);
    }

    @Test
    void anotherPathIsNotFound() throws IOException {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        Aio accept = aio();
        two.accept(accept);
        try (RawPeer peer = RawPeer.connect(one.localAddress())) {
            peer.send(RawPeer.request("/three"));
            String head = peer.head();
            assertTrue(head.startsWith("HTTP/1.1 404 "), head);
        }
        eventually(() -> control.snapshot().acceptFailures() == 1);
        assertTrue(accept.isBusy());
    }

    @Test
    void aPathIsNotFoundAnyMoreWhenItsListenerHasClosed() throws IOException {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        one.stop();
        exchange(two, "/two");
        two.accept(aio());
        try (RawPeer peer = RawPeer.connect(two.localAddress())) {
            peer.send(RawPeer.request("/one"));
            String head = peer.head();
            assertTrue(head.startsWith("HTTP/1.1 404 "), head);
        }
    }

    @Test
    void aConsumerOfFailuresThatThrowsIsLoggedOnceAndDisturbsNobody() throws Exception {
        helve.log().expect("option handshake-failed of ws has thrown");
        AtomicInteger told = new AtomicInteger();
        StreamListener one = closing(streams.listener("ws://127.0.0.1:0/one"));
        one.set(StreamOptions.HANDSHAKE_FAILED, failure -> {
            told.incrementAndGet();
            throw new IllegalStateException("of the test");
        });
        one.listen();
        StreamListener two = closing(streams.listener(one.dialUrl().withPath("/two")));
        two.set(StreamOptions.HANDSHAKE_FAILED, failure -> told.incrementAndGet());
        two.listen();
        one.accept(aio());
        two.accept(aio());
        for (int i = 0; i < 3; i++) {
            try (Socket peer = new Socket("127.0.0.1", one.dialUrl().port())) {
                peer.getOutputStream().write(bytes("this is no request\r\n\r\n"));
                peer.getInputStream().readAllBytes();
            }
        }
        eventually(() -> told.get() == 6);
        helve.log().take("option handshake-failed of ws has thrown");
        assertEquals(0, helve.log().takeAll("option handshake-failed of ws has thrown"));
        closing((Stream) ok(run(closing(streams.dialer(two.dialUrl()))::dial)).getOutput(0));
    }

    @Test
    void theLastListenerThatClosesLetsThePortGo() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        String plain = "tcp://127.0.0.1:" + port(one);
        one.stop();
        refusal(closing(streams.listener(plain)));
        two.stop();
        listen(plain);
    }

    @Test
    void aPathCanBeListenedAtAgain() {
        StreamListener one = listen("ws://127.0.0.1:0/one");
        StreamListener two = sharing(one, "/two");
        two.stop();
        exchange(sharing(one, "/two"), "/two");
    }

    @Test
    void plainAndSecuredListenersDoNotShareAPort() {
        StreamListener plain = listen("ws://127.0.0.1:0/plain");
        StreamListener secured = closing(streams.listener("wss://127.0.0.1:" + port(plain) + "/secured"));
        secured.set(StreamOptions.TLS, server().build());
        String message = refusal(secured);
        assertTrue(message.contains("ws and wss cannot share a port"), message);
    }

    @Test
    void securedListenersShareAPortWithTheSameCertificateOnly() {
        TlsConfig config = server().build();
        StreamListener one = closing(streams.listener("wss://localhost:0/one"));
        one.set(StreamOptions.TLS, config).listen();
        StreamListener two = closing(streams.listener("wss://localhost:" + port(one) + "/two"));
        two.set(StreamOptions.TLS, config.toBuilder().build()).listen();
        StreamDialer dialer =
                closing(streams.dialer(two.dialUrl().toString())).set(StreamOptions.TLS, client().build());
        assertEquals("/two", connect(dialer, two).accepted().get(StreamProperty.WS_PATH));

        StreamListener other = closing(streams.listener("wss://localhost:" + port(one) + "/other"));
        other.set(
                StreamOptions.TLS,
                config.toBuilder().authMode(TlsConfig.AuthMode.OPTIONAL).build());
        String message = refusal(other);
        assertTrue(message.contains("only with the same TLS configuration"), message);
    }

    @Test
    void aChangeOfOneListenersTlsConfigurationDoesNotLetPeersIntoAnother() {
        TlsConfig strict = server().authMode(TlsConfig.AuthMode.REQUIRED).build();
        StreamListener one = closing(streams.listener("wss://localhost:0/one"));
        one.set(StreamOptions.TLS, strict).listen();
        StreamListener two = closing(streams.listener("wss://localhost:" + port(one) + "/two"));
        two.set(StreamOptions.TLS, strict).listen();
        TlsConfig open = strict.toBuilder().authMode(TlsConfig.AuthMode.NONE).build();
        one.set(StreamOptions.TLS, open);
        StreamDialer dialer =
                closing(streams.dialer(two.dialUrl().toString())).set(StreamOptions.TLS, client().build());
        Aio accept = aio();
        two.accept(accept);
        Aio dial = run(dialer::dial);
        assertTrue(dial.cause().getMessage().contains("421"), () -> String.valueOf(dial.cause()));
        assertTrue(accept.isBusy());
        two.set(StreamOptions.TLS, open);
        closing((io.helve.stream.Stream) ok(run(dialer::dial)).getOutput(0));
        closing((io.helve.stream.Stream) ok(accept).getOutput(0));
    }

    @Test
    void aRequestWithoutATargetIsForTheRoot() throws IOException {
        StreamListener root = listen("ws://127.0.0.1:0");
        Aio accept = aio();
        root.accept(accept);
        RawPeer nngcat = closing(RawPeer.connect(root.localAddress()));
        nngcat.send(RawPeer.request("")); // "GET  HTTP/1.1", as nng 1.5.2 has it
        String head = nngcat.head();
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        closing((io.helve.stream.Stream) ok(accept).getOutput(0));
    }

    /** nng 1.5.2 sends such a path as it is. */
    @Test
    void aPathThatIsNotAsciiMayComeAsItIsOrPercentEncoded() throws IOException {
        StreamListener listener = listen("ws://127.0.0.1:0/stra\u00dfe");
        for (String path : List.of("/stra\u00dfe", "/stra%C3%9Fe", "/stra%c3%9fe")) {
            Aio accept = aio();
            listener.accept(accept);
            RawPeer peer = closing(RawPeer.connect(listener.localAddress()));
            peer.send(RawPeer.request(path).getBytes(StandardCharsets.UTF_8));
            String head = peer.head();
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            Stream accepted = closing((Stream) ok(accept).getOutput(0));
            assertEquals("/stra%C3%9Fe", accepted.get(StreamProperty.WS_PATH).replace("%c3%9f", "%C3%9F"));
        }
    }

    @Test
    void theSchemesOfOneFamilyOnlyCarryWebSocketsToo() {
        exchange(listen("ws4://127.0.0.1:0/four"), "/four");
        assertEquals(
                AioError.EADDRINVAL,
                assertThrows(AioException.class, () -> listen("ws6://127.0.0.1:0/six"))
                        .error());
        StreamListener secured = closing(streams.listener("wss4://localhost:0/four"));
        secured.set(StreamOptions.TLS, server().build()).listen();
        StreamDialer dialer =
                closing(streams.dialer(secured.dialUrl().toString())).set(StreamOptions.TLS, client().build());
        assertEquals("/four", connect(dialer, secured).accepted().get(StreamProperty.WS_PATH));
    }
}
