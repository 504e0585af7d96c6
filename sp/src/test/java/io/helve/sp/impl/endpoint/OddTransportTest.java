package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.stream.StreamFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialers and listeners whose transport fails in each way. */
class OddTransportTest extends SpTest {
    private final OddTransport transport = new OddTransport();
    private SpRuntime sp;
    private SpSocket socket;

    @BeforeEach
    void open() {
        helve.log().expect("as wanted");
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
        socket = sp.open("a test", factory).open(SpProtocol.PULL).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        sp.close();
        for (String expected : List.of("A provider has failed", "The transport of", "A transport has failed")) {
            helve.log().takeAll(expected);
        }
    }

    private static long value(SpStatistic statistics, String name) {
        return statistics.child(name).map(SpStatistic::value).orElse(0L);
    }

    // ---- pauses

    @Test
    void aDialerWithoutPausesPausesNevertheless() throws InterruptedException {
        socket.set(SpOptions.RECONNECT_MIN, Duration.ZERO);
        transport.step = aio -> transport.fail(aio, AioError.ECONNREFUSED);
        SpDialer dialer = socket.dialer(OddTransport.URL);
        long begun = System.nanoTime();
        dialer.startInBackground();
        eventually(() -> transport.steps.get() >= 20);
        dialer.close();
        long milliseconds = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(transport.steps.get() <= milliseconds + 2, () -> transport.steps + " in " + milliseconds + " ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = AioError.class,
            names = {"EADDRINUSE", "ENOENT", "EINVAL", "EINTERNAL", "ETRANERR"})
    void aListenerThatCannotAcceptRests(AioError error) throws InterruptedException {
        transport.step = aio -> transport.fail(aio, error);
        SpListener listener = listen(socket, OddTransport.URL);
        long begun = System.nanoTime();
        eventually(() -> transport.steps.get() >= 2);
        listener.close();
        long milliseconds = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(
                transport.steps.get() <= milliseconds / 50 + 2, () -> transport.steps + " in " + milliseconds + " ms");
    }

    @Test
    void aListenerGoesOnAfterABadPeer() throws InterruptedException {
        AtomicInteger bad = new AtomicInteger(1000);
        transport.step = aio -> {
            if (bad.getAndDecrement() > 0) {
                transport.fail(aio, AioError.ECRYPTO);
            } else {
                transport.await(aio);
            }
        };
        SpListener listener = listen(socket, OddTransport.URL);
        assertEquals(1001, transport.steps.get()); // all on this thread
        listener.close();
    }

    // ---- exceptions

    /** {@return what throws once, and then waits} */
    private Consumer<Aio> throwingOnce(Supplier<? extends RuntimeException> failure) {
        AtomicBoolean thrown = new AtomicBoolean();
        return aio -> {
            if (thrown.compareAndSet(false, true)) {
                throw failure.get();
            }
            transport.await(aio);
        };
    }

    @Test
    void aDialerGoesOnWhenItsTransportThrows() {
        transport.step = throwingOnce(() -> new IllegalArgumentException("as wanted"));
        SpDialer dialer = socket.dialer(OddTransport.URL);
        dialer.startInBackground();
        eventually(() -> transport.steps.get() == 2);
        assertEquals(1, value(dialer.statistics(), "einternal"));
        dialer.close();
    }

    @Test
    void aFirstAttemptThatThrowsFails() {
        transport.step = aio -> {
            throw new NoClassDefFoundError("as wanted");
        };
        SpDialer dialer = socket.dialer(OddTransport.URL);
        assertFails(AioError.EINTERNAL, dialer::start);
        transport.step = throwingOnce(() -> new AioException(AioError.ENOSPC, "as wanted"));
        assertFails(AioError.ENOSPC, dialer::start);
        dialer.close();
    }

    @Test
    void anAttemptThatThrowsAfterItsStartFails() {
        transport.step = aio -> {
            transport.await(aio);
            throw new IllegalStateException("as wanted");
        };
        SpDialer dialer = socket.dialer(OddTransport.URL);
        assertFails(AioError.EINTERNAL, dialer::start);
        dialer.close();
    }

    @Test
    void aListenerGoesOnWhenItsTransportThrows() {
        transport.step = throwingOnce(() -> new IllegalArgumentException("as wanted"));
        SpListener listener = listen(socket, OddTransport.URL);
        eventually(() -> transport.steps.get() == 2);
        assertEquals(1, value(listener.statistics(), "einternal"));
        listener.close();
    }

    @Test
    void aPipeWhoseTransportThrowsEnds() throws InterruptedException {
        transport.step = aio -> {
            if (transport.steps.get() == 1) {
                transport.connect(aio, new OddTransport.QuietPipe() {
                    @Override
                    public void attach(SpPipeEnd newEnd) {
                        throw new IllegalArgumentException("as wanted");
                    }

                    @Override
                    public void close() {
                        super.close();
                        throw new IllegalArgumentException("as wanted");
                    }
                });
            } else {
                transport.await(aio);
            }
        };
        SpDialer dialer = socket.dialer(OddTransport.URL);
        dialer.startInBackground();
        eventually(() -> transport.steps.get() == 2);
        assertEquals(0, pipes(socket));
        assertEquals(1, value(dialer.statistics(), "einternal"));
        dialer.close();
    }

    @Test
    void whatIsClosedIsClosedAlsoIfTheTransportThrows() {
        transport.whenClosed = () -> {
            throw new IllegalArgumentException("as wanted");
        };
        SpSocket other = sp.open("another test", factory).open(SpProtocol.PULL);
        for (SpSocket each : List.of(socket, other)) {
            each.dialer(OddTransport.URL).startInBackground();
            listen(each, OddTransport.URL);
        }
        assertEquals(4, transport.open.get());
        sp.remove(transport);
        assertEquals(0, transport.open.get());
        sp.close();
        assertFails(AioError.ECLOSED, socket::tryReceive);
        assertFails(AioError.ECLOSED, other::tryReceive); // and no handle is open
    }

    // ---- statistics

    @Test
    void failuresHaveTheNamesThatNngGivesThem() {
        List<AioError> failures = List.of(
                AioError.ECONNREFUSED,
                AioError.ECONNRESET,
                AioError.ECONNABORTED,
                AioError.ETIMEDOUT,
                AioError.EPROTO,
                AioError.EPEERAUTH,
                AioError.ECRYPTO,
                AioError.ENOMEM,
                AioError.ECANCELED,
                AioError.EADDRINVAL);
        transport.step = aio -> {
            if (transport.steps.get() <= failures.size()) {
                transport.fail(aio, failures.get(transport.steps.get() - 1));
            } else {
                transport.await(aio);
            }
        };
        SpDialer dialer = socket.dialer(OddTransport.URL);
        dialer.startInBackground();
        eventually(() -> transport.steps.get() == failures.size() + 1);
        SpStatistic statistics = dialer.statistics();
        for (String once : List.of("refused", "timeout", "proto", "oom", "canceled", "eaddrinval")) {
            assertEquals(1, value(statistics, once), once);
        }
        assertEquals(2, value(statistics, "disconnect"));
        assertEquals(2, value(statistics, "auth"));
        assertEquals(failures.size(), value(statistics, "reconnect"));
        assertEquals(0, value(statistics, "connect"));
        dialer.close();
    }

    // ---- cancelling

    @Test
    void aDialerCanBeCancelledWhileItsPipeWaitsForACallback() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        socket.onPipe(SpPipeEvent.BEFORE_ADD, pipe -> {
            called.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        OddTransport.QuietPipe unwanted = new OddTransport.QuietPipe();
        transport.step = aio -> transport.connect(aio, unwanted);
        SpDialer dialer = socket.dialer(OddTransport.URL);
        Aio aio = handle();
        dialer.start(aio);
        called.await();
        aio.cancel();
        assertEquals(AioError.ECANCELED, result(aio));
        goesOn.countDown();
        eventually(() -> unwanted.closed);
        assertEquals(0, pipes(socket));
        transport.step = made -> transport.connect(made, new OddTransport.QuietPipe());
        eventually(
                () -> { // it is as if it had not been started
                    dialer.start(aio);
                    return result(aio) == AioError.OK;
                });
        assertEquals(1, pipes(socket));
        dialer.close();
    }

    /** {@return a step that fails once as the provider says, and then waits} */
    private Consumer<Aio> failingOnce(AioError error, Throwable cause) {
        AtomicBoolean failed = new AtomicBoolean();
        return aio -> {
            if (failed.compareAndSet(false, true)) {
                AioOperation.start(aio, null).finish(error, 0, cause);
            } else {
                transport.await(aio);
            }
        };
    }

    private static String lastError(SpEndpoint endpoint) {
        return endpoint.statistics().child("last_error").orElseThrow().text();
    }

    @Test
    void aFailureOfTheTransportsOwnIsTheLastErrorWithItsOwnText() throws InterruptedException {
        RuntimeException failure = new IllegalStateException("as wanted: customer 4711 is locked");
        for (Supplier<Consumer<Aio>> way : List.<Supplier<Consumer<Aio>>>of(
                () -> failingOnce(AioError.EINTERNAL, failure), () -> throwingOnce(() -> failure))) {
            transport.step = way.get();
            SpDialer dialer = socket.dialer(OddTransport.URL);
            dialer.startInBackground();
            eventually(() -> !lastError(dialer).isEmpty());
            assertEquals("EINTERNAL: as wanted: customer 4711 is locked", lastError(dialer));
            dialer.close();

            transport.step = way.get();
            SpListener listener = listen(socket, OddTransport.URL);
            eventually(() -> !lastError(listener).isEmpty());
            assertEquals("EINTERNAL: as wanted: customer 4711 is locked", lastError(listener));
            listener.close();

            transport.step = way.get();
            SpDialer told = socket.dialer(OddTransport.URL);
            AioException thrown = assertThrows(AioException.class, told::start);
            assertEquals("EINTERNAL: as wanted: customer 4711 is locked", thrown.getMessage());
            assertEquals(thrown.getMessage(), lastError(told));
            told.close();
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aFailureWithoutTextTellsWhatHasFailed(String text) throws InterruptedException {
        transport.step = failingOnce(AioError.ETRANERR, new IllegalStateException(text));
        SpDialer dialer = socket.dialer(OddTransport.URL);
        dialer.startInBackground();
        eventually(() -> !lastError(dialer).isEmpty());
        assertTrue(lastError(dialer).startsWith("ETRANERR: Transport error"), () -> lastError(dialer));
        assertTrue(lastError(dialer).contains(OddTransport.URL), () -> lastError(dialer));
        dialer.close();
    }

    // ---- quotas

    @Test
    void whatCannotBeMadeLeavesNothing() throws InterruptedException {
        AtomicInteger left = new AtomicInteger();
        SpRuntime poor = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        poor.add(transport);
        poor.addChanging(new StreamTransport(() -> runtime.service(StreamFactory.class)));
        left.set(10);
        SpSocket opened = poor.open("a test", bounded(factory, left)).open(SpProtocol.PULL);
        for (int i = 0; i < 3; i++) { // no handle may be open after the test
            for (String url : List.of(OddTransport.URL, "tcp://127.0.0.1:0")) {
                left.set(i);
                if (i < 2 || !url.equals(OddTransport.URL)) {
                    assertFails(AioError.ENOMEM, () -> opened.dialer(url));
                    left.set(i);
                    assertFails(AioError.ENOMEM, () -> opened.listener(url));
                }
            }
        }
        left.set(10);
        assertFails(AioError.EADDRINVAL, () -> opened.dialer("tcp://"));
        assertEquals(0, transport.open.get());
        poor.close();
    }

    /** {@return a factory that makes only so many handles} */
    private static AioFactory bounded(AioFactory factory, AtomicInteger left) {
        return (AioFactory) Proxy.newProxyInstance(
                AioFactory.class.getClassLoader(), new Class<?>[] {AioFactory.class}, (proxy, method, args) -> {
                    if (method.getName().equals("on")) {
                        return bounded(factory.on((Executor) args[0]), left);
                    }
                    if (method.getName().equals("alloc") && left.getAndDecrement() <= 0) {
                        throw new AioException(AioError.ENOMEM, "used up");
                    }
                    return method.invoke(factory, args);
                });
    }

    @Test
    void anAttemptForWhichThereIsNoMemoryEndsAndIsTriedAgain() throws InterruptedException {
        transport.step = aio -> {
            throw new OutOfMemoryError("as wanted");
        };
        SpDialer dialer = socket.dialer(OddTransport.URL);
        try (Aio aio = factory.alloc()) {
            dialer.start(aio);
            assertTrue(aio.await(SOON));
            assertEquals(AioError.ENOMEM, aio.result());
        }
        int before = transport.steps.get();
        dialer.startInBackground();
        eventually(() -> transport.steps.get() > before + 3);
        dialer.close();
    }
}
