package io.helve.sp.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads do at random whatever can be done to sockets of all protocols, over inproc and tcp: each operation ends
 * once, no message is received twice, none whose send has failed is received, and nothing is left in the end.
 * {@code -Dstress.seconds=600} is the long run; {@code -Dstress.seed} sets what the threads do, though not when.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketStressTest extends SpTest {
    private static final int THREADS = 6;
    private static final long SECONDS = Long.getLong("stress.seconds", 3);
    private static final long SEED = Long.getLong("stress.seed", System.nanoTime());

    @Test
    void whileNothingIsClosedNoMessageIsLost() throws Exception {
        play(false);
    }

    @Test
    void whateverIsClosedNothingHappensTwice() throws Exception {
        play(true);
    }

    private void play(boolean violent) throws Exception {
        try (QuietLog log = new QuietLog()) {
            play(new Nets(sockets, factory, violent));
            eventually(() -> runtime.service(StreamStatistics.class).snapshot().streams() == 0);
            log.assertQuiet();
        }
    }

    private void play(Nets nets) throws Exception {
        List<Driver> drivers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            drivers.add(new Driver(i, nets, factory, messages, SEED));
        }
        drivers.forEach(Thread::start);
        drivers.get(0).join(TimeUnit.SECONDS.toMillis(SECONDS));
        drivers.forEach(Driver::close);
        for (Driver driver : drivers) {
            driver.join();
            assertNull(driver.failure(), () -> "seed " + SEED + ": " + driver.failure());
        }
        for (Driver driver : drivers) {
            driver.endAll(); // they time out
        }
        if (!nets.violent) {
            nets.drain();
            assertEquals(0, nets.ledger.missing(), () -> "seed " + SEED + ": messages are missing");
        }
        nets.close();
        drivers.forEach(Driver::closeHandles);
        assertEquals(List.of(), nets.ledger.broken(), () -> "seed " + SEED);
        System.out.printf(
                "stress: %s: %,d steps, %,d messages, %,d received, %,d not, seed %d%n",
                nets.violent ? "violent" : "calm",
                drivers.stream().mapToLong(Driver::steps).sum(),
                nets.ledger.count(),
                nets.ledger.countReceived(),
                nets.ledger.missing(),
                SEED);
    }
}
