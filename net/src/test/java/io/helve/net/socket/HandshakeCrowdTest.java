package io.helve.net.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.connect.StreamTenant;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.TcpScheme;
import io.helve.net.tls.TlsTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that fill a listener's handshakes do not keep others out. */
class HandshakeCrowdTest extends TlsTest {
    private StreamListener crowded(String url) {
        StreamListener listener = closing(streams.listener(url));
        if (!url.startsWith("ws:")) {
            listener.set(StreamOptions.TLS, server().build());
        }
        listener.set(StreamOptions.CONNECT_TIMEOUT, Duration.ofHours(1));
        listener.listen();
        return listener;
    }

    private StreamDialer honest(StreamListener listener) {
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl().toString()));
        if (!listener.url().scheme().equals("ws")) {
            dialer.set(StreamOptions.TLS, client().build());
        }
        return dialer.set(StreamOptions.CONNECT_TIMEOUT, SOON);
    }

    private List<Socket> crowd(StreamListener listener, int size) throws IOException {
        List<Socket> crowd = new ArrayList<>();
        closing(() -> {
            for (Socket each : crowd) {
                each.close();
            }
        });
        for (int i = 0; i < size; i++) {
            Socket socket = new Socket();
            crowd.add(socket);
            socket.connect(new InetSocketAddress("127.0.0.1", listener.dialUrl().port()));
        }
        return crowd;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp://127.0.0.1:0", "ws://127.0.0.1:0/", "wss://127.0.0.1:0/"})
    void thoseThatSayNothingGiveWay(String url) throws IOException {
        control.configure(StreamConfig.DEFAULTS.withHandshakes(16, 16));
        StreamListener listener = crowded(url);
        Aio accept = aio();
        listener.accept(accept);
        crowd(listener, 48);
        Aio dial = run(honest(listener)::dial);
        closing((Stream) ok(dial).getOutput(0));
        closing((Stream) ok(accept).getOutput(0));
        assertTrue(
                control.snapshot().handshakesDropped() >= 32,
                () -> control.snapshot().toString());
        assertTrue(
                control.snapshot().handshakes() <= 16, () -> control.snapshot().toString());
        listener.stop();
        eventually(() -> control.snapshot().handshakes() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls+tcp://127.0.0.1:0", "ws://127.0.0.1:0/"})
    void thoseThatStammerGiveWayToo(String url) throws IOException {
        control.configure(StreamConfig.DEFAULTS.withHandshakes(16, 4));
        StreamListener listener = crowded(url);
        Aio accept = aio();
        listener.accept(accept);
        for (Socket each : crowd(listener, 16)) {
            each.getOutputStream().write(url.startsWith("ws:") ? 'G' : 22);
        }
        Aio dial = run(honest(listener)::dial);
        closing((Stream) ok(dial).getOutput(0));
        closing((Stream) ok(accept).getOutput(0));
    }

    @Test
    void oneThatHasBegunStaysWhileSilentOnesGiveWay() throws Exception {
        control.configure(StreamConfig.DEFAULTS.withThreads(1).withHandshakes(4, 4));
        StreamListener listener = crowded("ws://127.0.0.1:0/");
        Aio later = aio();
        listener.accept(later);
        Socket begun = crowd(listener, 1).get(0);
        begun.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: h\r\n"));
        begun.getOutputStream().flush();
        // the only event loop has read these bytes when a connection that came later is made
        closing((Stream) ok(run(honest(listener)::dial)).getOutput(0));
        closing((Stream) ok(later).getOutput(0));
        Aio accept = aio();
        listener.accept(accept);
        crowd(listener, 20);
        eventually(() -> control.snapshot().handshakesDropped() >= 17);
        begun.getOutputStream()
                .write(bytes("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        closing((Stream) ok(accept).getOutput(0));
    }

    /** A listener whose user has no memory left. */
    private record Unlucky(StreamOwner owner, OptionValues options, AtomicInteger offered) implements AcceptHandler {
        @Override
        public int waiting() {
            return 1;
        }

        @Override
        public int ready() {
            return 0;
        }

        @Override
        public void ready(Channel channel, EstablishedConnection connection) {
            if (offered.incrementAndGet() < 4) {
                throw new OutOfMemoryError("a test of it");
            }
        }

        @Override
        public void failed(AioException cause) {}
    }

    @Test
    void aConnectionThatCannotBeOfferedGivesItsPlaceBack() throws Exception {
        try (Network network = new Network(StreamConfig.DEFAULTS.withHandshakes(1, 1))) {
            TcpScheme scheme = new TcpScheme();
            Upgrade upgrade = (channel, ready) ->
                    ready.setSuccess(EstablishedConnection.ofBytes("test", OutputShutdown.SHUTDOWN_OUTPUT, Map.of()));
            AtomicInteger offered = new AtomicInteger();
            Unlucky handler = new Unlucky(
                    new StreamTenant("test", network), new OptionValues("tcp", scheme.listenerOptions()), offered);
            ListeningChannel listening = ListeningChannel.bind(
                    scheme, StreamUrl.parse("tcp://127.0.0.1:0"), network.listener(), upgrade, handler);
            listening.demand();
            List<Socket> peers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket peer = new Socket();
                peers.add(peer);
                peer.connect(listening.localAddress());
            }
            eventually(() -> offered.get() == 4);
            eventually(() -> network.snapshot().acceptFailures() == 3);
            for (Socket peer : peers) {
                peer.close();
            }
            listening.close();
        }
        assertEquals(AioError.ENOMEM, io.helve.net.scheme.Errors.of(new OutOfMemoryError("a test of it")));
    }
}
