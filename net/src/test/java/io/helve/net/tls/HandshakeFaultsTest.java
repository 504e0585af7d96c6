package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.LogRecords;
import io.helve.net.socket.ListeningChannel;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that do not make their part of the handshake, and users who do not wait for its end. */
class HandshakeFaultsTest extends TlsTest {
    private Socket plain(StreamListener listener) throws IOException {
        Socket socket = closing(new Socket());
        socket.connect(listener.localAddress());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length >= 0;
        } catch (IOException e) {
            return true;
        }
    }

    private StreamDialer dialerOf(ServerSocket listening) {
        return dialer(Peers.url(listening), client());
    }

    // ---- peers that are something else

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aDialToWhatSpeaksNoTlsIsAViolationOfTheProtocol(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        try (ServerSocket listening = Peers.listening()) {
            Aio dial = aio();
            StreamDialer dialer = dialerOf(listening);
            dialer.dial(dial);
            Socket peer = closing(listening.accept());
            peer.getOutputStream().write(bytes("220 mail.example ESMTP\r\n"));
            fails(AioError.EPROTO, dial);
            assertTrue(dial.cause().getMessage().contains(dialer.url().toString()), dial.cause()::getMessage);
            assertTrue(isEnded(peer));
        }
    }

    @Test
    void aClientThatSpeaksNoTlsIsClosedAndCountedAndTheAcceptGoesOn() throws Exception {
        LogRecords log = closing(new LogRecords(ListeningChannel.class, Level.INFO));
        StreamListener listener = listener(server());
        Aio accept = aio();
        listener.accept(accept);
        Socket peer = plain(listener);
        peer.getOutputStream().write(bytes("GET / HTTP/1.0\r\n\r\n"));
        assertTrue(isEnded(peer));
        eventually(() -> control.snapshot().acceptFailures() == 1);
        eventually(() -> log.messages().size() == 1);
        String message = log.messages().get(0);
        assertTrue(message.contains(":" + peer.getLocalPort() + " with the " + listener), message);
        assertTrue(message.contains("EPROTO"), message);
        closing((Stream) ok(run(dialer(listener, client())::dial)).getOutput(0));
        closing((Stream) ok(accept).getOutput(0));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aPeerThatGoesAwayInTheHandshakeIsALostConnection(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        try (ServerSocket listening = Peers.listening()) {
            for (boolean whole : new boolean[] {true, false}) {
                Aio dial = aio();
                dialerOf(listening).dial(dial);
                try (Socket peer = listening.accept()) {
                    peer.getInputStream().read(new byte[5]);
                    if (whole) {
                        peer.setSoLinger(true, 0); // a reset
                    } else {
                        peer.shutdownOutput();
                        fails(AioError.ECONNRESET, dial);
                    }
                }
                fails(AioError.ECONNRESET, dial);
            }
        }
    }

    // ---- peers that are slow

    @Test
    void aDialToWhoNeverAnswersTimesOut() throws Exception {
        try (ServerSocket listening = Peers.listening()) {
            StreamDialer dialer = dialerOf(listening).set(StreamOptions.CONNECT_TIMEOUT, Duration.ofMillis(500));
            Aio dial = run(dialer::dial);
            fails(AioError.ETIMEDOUT, dial);
            assertTrue(isEnded(closing(listening.accept())));
        }
    }

    @Test
    void aClientThatNeverBeginsIsClosedWhileOthersAreAccepted() throws Exception {
        StreamListener listener = closing(streams.listener("tls+tcp://localhost:0"));
        listener.set(StreamOptions.TLS, server().build()).set(StreamOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2));
        listener.listen();
        Aio first = aio();
        listener.accept(first);
        Socket silent = plain(listener);
        Socket stammering = plain(listener);
        stammering.getOutputStream().write(new byte[] {22, 3, 1});
        eventually(() -> control.snapshot().handshakes() == 2);
        listener.set(StreamOptions.CONNECT_TIMEOUT, SOON); // for those that follow
        Aio accept = first;
        for (int i = 0; i < 3; i++) {
            closing((Stream) ok(run(dialer(listener, client())::dial)).getOutput(0));
            closing((Stream) ok(accept).getOutput(0));
            accept = aio();
            listener.accept(accept); // accepted before the next dial, which waits for this accept
        }
        assertTrue(isEnded(silent));
        assertTrue(isEnded(stammering));
        eventually(() -> control.snapshot().acceptFailures() == 2);
    }

    // ---- users who give up

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCancelledDialLeavesNoConnection(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        try (ServerSocket listening = Peers.listening()) {
            Aio dial = aio();
            dialerOf(listening).dial(dial);
            Socket peer = closing(listening.accept());
            peer.getInputStream().read(); // the handshake has begun
            dial.cancel();
            fails(AioError.ECANCELED, dial);
            assertTrue(isEnded(peer));
            eventually(() -> control.snapshot().streams() == 0);
        }
    }

    @Test
    void aDialerThatIsClosedLeavesNoConnection() throws Exception {
        try (ServerSocket listening = Peers.listening()) {
            StreamDialer dialer = dialerOf(listening);
            Aio dial = aio();
            dialer.dial(dial);
            Socket peer = closing(listening.accept());
            peer.getInputStream().read();
            dialer.stop();
            fails(AioError.ECLOSED, dial);
            assertTrue(isEnded(peer));
        }
    }

    @Test
    void aListenerThatIsClosedLeavesNoConnection() throws Exception {
        StreamListener listener = listener(server());
        Aio accept = aio();
        listener.accept(accept);
        Socket peer = plain(listener);
        peer.getOutputStream().write(new byte[] {22, 3, 1});
        eventually(() -> control.snapshot().streams() == 1);
        listener.stop();
        fails(AioError.ECLOSED, accept);
        assertTrue(isEnded(peer));
        eventually(() -> control.snapshot().streams() == 0);
    }

    @Test
    void dialsThatAreCancelledAtAnyMomentLeaveNothing() {
        StreamListener listener = listener(server());
        StreamDialer dialer = dialer(listener, client());
        SplittableRandom random = new SplittableRandom();
        int dialed = 0;
        for (int i = 0; i < 100; i++) {
            Aio accept = aio();
            listener.accept(accept);
            Aio dial = aio();
            dial.setTimeout(Duration.ofNanos(1 + random.nextInt(4_000_000)));
            dialer.dial(dial);
            ended(dial);
            if (dial.result() == AioError.OK) {
                dialed++;
                ((Stream) dial.getOutput(0)).close();
            } else {
                assertEquals(AioError.ETIMEDOUT, dial.result(), () -> "" + dial.cause());
            }
            accept.cancel();
            if (ended(accept).result() == AioError.OK) {
                ((Stream) accept.getOutput(0)).close();
            }
        }
        listener.stop();
        eventually(() -> control.snapshot().streams() == 0);
        assertTrue(dialed <= 100);
    }
}
