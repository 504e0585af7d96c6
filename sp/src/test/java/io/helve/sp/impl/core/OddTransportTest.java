package io.helve.sp.impl.core;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
