package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioTenant;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the documentation of the package {@code io.helve.sp} promises at the edges, sentence by sentence. */
class PromisesOfSocketsTest extends SpTest {
    private static final Set<SpProtocol> NEVER_SEND = Set.of(SpProtocol.PULL, SpProtocol.SUB);
    private static final Set<SpProtocol> NEVER_RECEIVE = Set.of(SpProtocol.PUSH, SpProtocol.PUB);
    private static final Set<SpProtocol> ASK = Set.of(SpProtocol.REQ, SpProtocol.SURVEYOR);
    private static final Set<SpProtocol> ANSWER = Set.of(SpProtocol.REP, SpProtocol.RESPONDENT);

    private AioError outcome(Consumer<Aio> operation) {
        Aio aio = handle();
        operation.accept(aio);
        return result(aio);
    }

    private static AioError outcome(Executable call) {
        try {
            call.execute();
            return AioError.OK;
        } catch (AioException e) {
            return e.error();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProtocolThatDoesNotSendOrReceiveSaysENOTSUP(SpProtocol protocol) {
        Message message = messages.of("x");
        for (SpSocket socket : List.of(open(protocol), openRaw(protocol))) {
            if (NEVER_SEND.contains(protocol)) {
                assertFails(AioError.ENOTSUP, () -> socket.send(message));
                assertFails(AioError.ENOTSUP, () -> socket.trySend(message));
                assertEquals("x", text(message));
            }
            if (NEVER_RECEIVE.contains(protocol)) {
                assertFails(AioError.ENOTSUP, socket::receive);
                assertFails(AioError.ENOTSUP, socket::tryReceive);
                assertEquals(AioError.ENOTSUP, outcome((Consumer<Aio>) socket::receive));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsInTheWrongStateSayESTATE(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        if (ASK.contains(protocol)) {
            assertFails(AioError.ESTATE, socket::receive);
            assertFails(AioError.ESTATE, socket::tryReceive);
        }
        if (ANSWER.contains(protocol)) {
            assertFails(AioError.ESTATE, () -> send(socket, "x"));
            Aio first = receiving(socket);
            assertEquals(AioError.ESTATE, outcome((Consumer<Aio>) socket::receive));
            first.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachProtocolHasItsOptionsContextsAndSubscriptions(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        boolean hasContexts = ASK.contains(protocol) || ANSWER.contains(protocol) || protocol == SpProtocol.SUB;
        assertEquals(supported(hasContexts), outcome((Executable) socket::openContext));
        assertFails(AioError.ENOTSUP, () -> openRaw(protocol).openContext());
        assertEquals(
                supported(hasContexts && protocol != SpProtocol.SUB || protocol == SpProtocol.PAIR1),
                outcome(() -> socket.set(SpOptions.TTL_MAX, 15)));
        assertEquals(supported(protocol == SpProtocol.SUB), outcome(() -> socket.subscribe("a")));
        assertEquals(
                protocol == SpProtocol.SUB ? AioError.ENOENT : AioError.ENOTSUP,
                outcome(() -> socket.unsubscribe("b")));
        assertEquals(
                supported(protocol == SpProtocol.REQ), outcome(() -> socket.set(SpOptions.RESEND_TIME, Duration.ZERO)));
        assertEquals(supported(protocol == SpProtocol.SUB), outcome(() -> socket.set(SpOptions.PREFER_NEW, false)));
        assertEquals(
                supported(protocol == SpProtocol.SURVEYOR),
                outcome(() -> socket.set(SpOptions.SURVEY_TIME, Duration.ZERO)));
    }

    @Test
    void eachSocketTakesAHandleOfItsTenantsQuotaUntilItIsClosed() {
        try (AioTenant tenant = runtime.openTenant("narrow", 1)) {
            SpSockets sockets = tenant.service(SpSockets.class);
            SpSocket first = sockets.open(SpProtocol.REP);
            assertFails(AioError.ENOMEM, () -> sockets.open(SpProtocol.REP));
            assertFails(AioError.ENOMEM, () -> sockets.openRaw(SpProtocol.REP));
            assertFails(AioError.ENOMEM, sockets::openPoly);
            assertFails(AioError.ENOMEM, () -> first.dialer("inproc://nobody"));
            assertFails(AioError.ENOMEM, () -> first.listener("inproc://nobody"));
            assertFails(AioError.ENOMEM, () -> first.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {}));
            first.openContext(); // takes none
            first.stop();
            sockets.open(SpProtocol.REP).close();
        }
    }

    /** As many messages as nng's sockets buffer; - for a buffer that the protocol does not have. */
    @ParameterizedTest
    @CsvSource({
        "PAIR0, 0 0, 0 0",
        "PAIR1, 0 0, 0 0",
        "PUB, 16 -, 16 -",
        "SUB, - 128, - 0",
        "REQ, - -, 0 0",
        "REP, - -, - -",
        "PUSH, 0 -, 0 -",
        "PULL, - 0, - 0",
        "SURVEYOR, 8 128, 8 128",
        "RESPONDENT, - -, - -",
        "BUS, 16 16, 16 16",
    })
    void theBuffersOfEachProtocolHaveTheSizesOfTheDescription(SpProtocol protocol, String cooked, String raw) {
        assertEquals(cooked, buffers(open(protocol)));
        assertEquals(raw, buffers(openRaw(protocol)));
    }

    private static String buffers(SpSocket socket) {
        return size(socket, SpOptions.SEND_BUFFER) + " " + size(socket, SpOptions.RECEIVE_BUFFER);
    }

    private static String size(SpSocket socket, SpOption<Integer> buffer) {
        return outcome(() -> socket.get(buffer)) == AioError.OK ? "" + socket.get(buffer) : "-";
    }

    private static AioError supported(boolean isSupported) {
        return isSupported ? AioError.OK : AioError.ENOTSUP;
    }

    @Test
    void optionsAreCheckedBySocketsAndContexts() {
        SpSocket rep = open(SpProtocol.REP);
        SpContext context = rep.openContext();
        assertThrows(NullPointerException.class, () -> rep.set(SpOptions.SEND_TIMEOUT, null));
        assertThrows(IllegalArgumentException.class, () -> rep.set(SpOptions.SEND_TIMEOUT, Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> rep.set(SpOptions.SOCKET_NAME, "x".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> rep.set(SpOptions.TTL_MAX, 16));
        assertFails(AioError.ENOTSUP, () -> rep.set(SpOption.of("own", String.class, null, v -> true, ""), "x"));
        assertFails(AioError.ENOTSUP, () -> context.set(SpOptions.TTL_MAX, 3));
        assertFails(AioError.ENOTSUP, () -> context.get(SpOptions.PIPES_MAX));
        context.close();
        assertFails(AioError.ECLOSED, () -> context.set(SpOptions.SEND_TIMEOUT, Duration.ZERO));
        assertFails(AioError.ECLOSED, context::receive);
    }

    @ParameterizedTest
    @EnumSource
    void aClosedSocketSaysECLOSEDAndStillTellsItsOptions(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        socket.stop();
        socket.close();
        if (!NEVER_RECEIVE.contains(protocol)) {
            assertFails(AioError.ECLOSED, socket::receive);
            assertFails(AioError.ECLOSED, socket::tryReceive);
        }
        if (!NEVER_SEND.contains(protocol)) {
            assertFails(AioError.ECLOSED, () -> send(socket, "x"));
        }
        assertFails(AioError.ECLOSED, () -> socket.set(SpOptions.SEND_TIMEOUT, Duration.ZERO));
        assertFails(AioError.ECLOSED, () -> socket.dialer("inproc://x"));
        assertFails(AioError.ECLOSED, () -> socket.listen("inproc://x"));
        assertEquals(SOON, socket.get(SpOptions.SEND_TIMEOUT));
        socket.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {});
        assertEquals("socket", socket.statistics().name());
    }

    @Test
    void aLimitOfZeroTriesOnceAndANegativeLimitIsRefused() {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        Message message = messages.of("x");
        assertFails(AioError.ETIMEDOUT, () -> push.send(message, Duration.ZERO));
        assertFails(AioError.ETIMEDOUT, () -> pull.receive(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> push.send(message, Duration.ofMillis(-5)));
        assertThrows(IllegalArgumentException.class, () -> pull.receive(Duration.ofMillis(-5)));
        assertFalse(push.trySend(message));
        assertNull(pull.tryReceive());
        assertEquals("x", text(message));
    }

    @Test
    void insideACallbackACallThatNeedNotWaitIsAllowed() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Aio aio = helve.closing(factory.alloc(inside -> {
            try {
                assertFails(AioError.ETIMEDOUT, () -> pull.receive(Duration.ZERO));
                assertNull(pull.tryReceive());
                assertThrows(IllegalStateException.class, pull::receive);
                assertThrows(IllegalStateException.class, () -> pull.dial("inproc://nobody"));
                pull.set(SpOptions.RECEIVE_TIMEOUT, Duration.ZERO);
                assertFails(AioError.ETIMEDOUT, pull::receive);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        }));
        factory.sleep(Duration.ZERO, aio);
        done.get();
    }

    @Test
    void onAnExecutorOfTheUserACallbackMayUseBlockingCalls() throws Exception {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        pull.listen("inproc://blocking");
        CompletableFuture<String> received = new CompletableFuture<>();
        Aio aio = helve.closing(factory.on(task -> new Thread(task).start()).alloc(inside -> {
            try {
                push.dial("inproc://blocking");
                push.send(messages.of("x"));
                received.complete(pull.receive(SOON).text());
            } catch (Throwable e) {
                received.completeExceptionally(e);
            }
        }));
        factory.sleep(Duration.ZERO, aio);
        assertEquals("x", received.get());
    }

    @Test
    void anInterruptEndsABlockingCallAndLeavesTheMessage() {
        SpSocket push = open(SpProtocol.PUSH);
        Message message = messages.of("x");
        for (Duration limit : List.of(Duration.ZERO, SOON)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> push.send(message, limit));
            assertFalse(Thread.interrupted());
        }
        assertEquals("x", text(message));
    }

    @Test
    void aDialerIsAskedInTheWrongState() throws InterruptedException {
        SpDialer dialer = open(SpProtocol.PAIR1).dialer("inproc://nobody");
        assertFails(AioError.ECONNREFUSED, dialer::start);
        assertEquals(AioError.ECONNREFUSED, outcome((Consumer<Aio>) dialer::start));
        assertFails(AioError.ENOTSUP, () -> dialer.set(SpOptions.PIPES_MAX, 1));
        dialer.startInBackground();
        assertThrows(IllegalStateException.class, dialer::start);
        assertThrows(IllegalStateException.class, dialer::startInBackground);
        dialer.close();
        assertFails(AioError.ECLOSED, dialer::start);
        assertFails(AioError.ECLOSED, dialer::startInBackground);
        assertEquals(AioError.ECLOSED, outcome((Consumer<Aio>) dialer::start));
        assertFails(AioError.ECLOSED, () -> dialer.set(SpOptions.RECONNECT_MIN, Duration.ZERO));
    }

    @Test
    void aListenerIsAskedInTheWrongState() {
        SpListener listener = open(SpProtocol.PAIR1).listener("inproc://promises");
        assertThrows(IllegalStateException.class, listener::dialUrl);
        assertFails(AioError.ENOTSUP, () -> listener.set(SpOptions.RECONNECT_MIN, Duration.ZERO));
        assertFails(AioError.ENOTSUP, () -> listener.set(StreamOptions.TLS, TlsConfig.DEFAULTS));
        listener.start();
        assertThrows(IllegalStateException.class, listener::start);
        listener.close();
        assertFails(AioError.ECLOSED, listener::start);
        assertFails(AioError.ECLOSED, () -> listener.set(SpOptions.RECEIVE_MAX, 1));
        assertEquals(1 << 20, listener.get(SpOptions.RECEIVE_MAX));
    }

    @Test
    void theOptionsOfATransportAreGoneWithTheDialer() {
        SpDialer dialer = open(SpProtocol.PAIR1).dialer("tcp://127.0.0.1:1");
        assertTrue(dialer.get(StreamOptions.TCP_NODELAY));
        assertThrows(NullPointerException.class, () -> dialer.set(StreamOptions.TCP_NODELAY, null));
        dialer.close();
        assertFails(AioError.ECLOSED, () -> dialer.get(StreamOptions.TCP_NODELAY));
        assertFails(AioError.ECLOSED, () -> dialer.set(StreamOptions.TCP_NODELAY, true));
    }

    @Test
    void aPipeTellsItsOptionsAlsoWhenItIsClosed() throws Exception {
        SpSocket one = open(SpProtocol.PAIR1);
        SpSocket two = open(SpProtocol.PAIR1);
        connect(one, two, "tcp://127.0.0.1:0");
        send(one, "x");
        SpPipe pipe = SpPipe.of(two.receive());
        pipe.close();
        pipe.close();
        assertTrue(pipe.isClosed());
        assertTrue(pipe.get(StreamOptions.TCP_NODELAY));
        assertEquals(1 << 20, pipe.get(SpOptions.RECEIVE_MAX));
        assertFails(AioError.ENOTSUP, () -> pipe.get(SpOptions.SEND_TIMEOUT));
        assertNull(SpPipe.of(messages.of("from no pipe")));
    }

    @Test
    void aTopicIsCopiedAndSubscribedOnce() {
        SpSocket sub = open(SpProtocol.SUB);
        byte[] topic = {1, 2};
        sub.subscribe(topic);
        sub.subscribe(topic.clone());
        topic[0] = 7;
        sub.unsubscribe(new byte[] {1, 2});
        assertFails(AioError.ENOENT, () -> sub.unsubscribe(new byte[] {1, 2}));
    }
}
