package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.internal.ServiceRank;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.socket.SpRuntime.WithoutTransport;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.provider.SpTransport;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamOptions;
import io.helve.testkit.FreePorts;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where transports may come at any time, listeners and background dialers wait for theirs. */
class LateTransportTest extends SpTest {
    private final SpRuntime sp =
            new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {}, WithoutTransport.WAIT);
    private final AtomicReference<StreamFactory> streams = new AtomicReference<>();
    private final StreamTransport transport = new StreamTransport(streams::get);
    private AioRuntime provider;
    private SocketTenant tenant;
    private SpSocket pull;
    private SpSocket push;

    @BeforeEach
    void openTwoSockets() {
        tenant = sp.open("a test", factory);
        pull = tenant.open(SpProtocol.PULL).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        push = tenant.open(SpProtocol.PUSH)
                .set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
    }

    @AfterEach
    void closeAll() {
        sp.close();
        transport.close();
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void aListenerAndABackgroundDialerWaitForTheirTransportAndSayItOnce() throws Exception {
        String url = "tcp://127.0.0.1:" + FreePorts.next();
        SpListener listener = pull.listen(url);
        SpDialer dialer = push.dialer(url);
        dialer.startInBackground();
        assertFails(AioError.ESTATE, listener::dialUrl);
        assertThrows(IllegalStateException.class, listener::start);

        streamsCome();

        send(push, "hello");
        assertEquals("hello", receive(pull));
        assertEquals(url, listener.dialUrl().toString());
        for (Object waiting : List.of(listener, dialer)) {
            String text = "There is no transport for tcp:// yet, " + waiting + " waits for it"
                    + " (io.helve.net has tcp, tls, ipc, ws, wss and udp)";
            helve.log().notice(text);
            assertEquals(1, helve.log().notices().stream().filter(text::equals).count());
        }
    }

    @Test
    void theyWaitAgainWhenTheTransportHasGone() throws Exception {
        String url = "tcp://127.0.0.1:" + FreePorts.next();
        pull.listen(url);
        push.dialer(url).startInBackground();
        for (int i = 0; i < 3; i++) {
            streamsCome();
            send(push, "message " + i);
            assertEquals("message " + i, receive(pull));
            streamsGo();
            eventually(() -> pipes(push) == 0 && pipes(pull) == 0);
            helve.log().notice("Sockets have no transport any more for");
            helve.log().notice("dialers and listeners that wait for its return: 2");
        }
    }

    @Test
    void theTransportsArrivalWakesADialerFromALongPause() throws Exception {
        push.set(SpOptions.RECONNECT_MIN, Duration.ofHours(1)).set(SpOptions.RECONNECT_MAX, Duration.ofHours(2));
        try (ServerSocket peer = new ServerSocket(0)) {
            peer.setSoTimeout((int) SOON.toMillis());
            push.dialer("tcp://127.0.0.1:" + peer.getLocalPort()).startInBackground();
            for (int i = 0; i < 3; i++) {
                streamsCome();
                peer.accept().close(); // which the dialer takes for a failure: it rests for an hour
                streamsGo();
            }
        }
    }

    @Test
    void aBlockingDialFailsAndSaysWhatToDo() {
        assertFails(AioError.ENOTSUP, () -> push.dial("tcp://127.0.0.1:1"));
        SpDialer dialer = push.dialer("tcp://127.0.0.1:1");
        AioException refused = assertThrows(AioException.class, dialer::start);
        assertEquals(AioError.ENOTSUP, refused.error());
        assertTrue(refused.getMessage().contains("is its provider installed and started"), refused::toString);
        dialer.startInBackground(); // it is not started, so this is possible
    }

    @Test
    void optionsSetBeforeAreTheTransports() throws Exception {
        SpListener listener = pull.listener("tcp://127.0.0.1:0");
        assertEquals(StreamOptions.TCP_NODELAY.defaultValue(), listener.get(StreamOptions.TCP_NODELAY));
        listener.set(StreamOptions.TCP_NODELAY, false);
        assertFalse(listener.get(StreamOptions.TCP_NODELAY));
        listener.start();
        streamsCome();
        eventually(() -> {
            try {
                return listener.dialUrl().port() > 0;
            } catch (AioException e) {
                return false;
            }
        });
        assertFalse(listener.get(StreamOptions.TCP_NODELAY));
        push.dial(listener.dialUrl().toString());
    }

    @Test
    void anAddressThatCannotBeBoundLaterIsLoggedOnceAndTriedAgain() throws Exception {
        int port = FreePorts.next();
        String url = "tcp://127.0.0.1:" + port;
        try (ServerSocket other = new ServerSocket(port)) {
            assertTrue(other.isBound());
            pull.listen(url);
            streamsCome();
            helve.log().notice("has not accepted a connection: EADDRINUSE");
        }
        push.dialer(url).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10)).startInBackground();
        send(push, "hello");
        assertEquals("hello", receive(pull));
    }

    @Test
    void whatWaitsCanBeClosed() {
        SpListener listener = pull.listen("tcp://127.0.0.1:0");
        SpDialer dialer = push.dialer("tcp://127.0.0.1:1");
        dialer.startInBackground();
        listener.close();
        dialer.close();
        assertFails(AioError.ECLOSED, listener::start);
        assertFails(AioError.ECLOSED, dialer::start);
        streamsCome();
        push.close();
        pull.close();
    }

    @Test
    void aListenerClosesWithTheTransportThatItHasWaitedFor() throws Exception {
        SpTransport inproc = new InprocTransport();
        SpListener listener = pull.listen("inproc://here");
        sp.put(inproc, Set.of("inproc"), ServiceRank.NOT_A_SERVICE);
        eventually(() -> {
            try {
                push.dial("inproc://here").close();
                return true;
            } catch (AioException e) {
                return false;
            }
        });
        sp.remove(inproc);
        assertFails(AioError.ECLOSED, listener::start);
        assertEquals(Set.of(), tenant.schemes());
    }

    private void streamsCome() {
        provider = AioRuntime.open();
        streams.set(provider.service(StreamFactory.class));
        sp.put(transport, Set.of("tcp"), ServiceRank.NOT_A_SERVICE);
    }

    private void streamsGo() {
        sp.put(transport, Set.of(), ServiceRank.NOT_A_SERVICE);
        streams.set(null);
        provider.close();
    }
}
