package io.helve.sp.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.Rules;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialers and listeners whose transport fails in each way. */
class OddTransportTest extends SpTest {
    private final OddTransport transport = new OddTransport();
    private SocketCore core;
    private SpSocket socket;

    @BeforeEach
    void open() {
        core = new SocketCore(factory, Rules::create, (first, second, aio) -> {});
        core.add(transport);
        socket = core.open("a test").open(SpProtocol.PULL).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        core.close();
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
        assertTrue(transport.steps.get() <= milliseconds / 50 + 2, () -> transport.steps + " in " + milliseconds + " ms");
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
}
