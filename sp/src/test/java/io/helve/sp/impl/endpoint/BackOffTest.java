package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pauses grow, and are in part by chance. */
class BackOffTest {
    @Test
    void pausesGrowUpToTheirLimit() {
        BackOff backOff = new BackOff();
        Duration min = Duration.ofMillis(100);
        Duration max = Duration.ofMillis(350);
        for (long expected : new long[] {100, 200, 350, 350}) {
            assertIn(expected, backOff.pause(min, max));
        }
        backOff.reset();
        assertIn(100, backOff.pause(min, max));
        backOff.reset();
        assertIn(100, backOff.pause(min, Duration.ZERO));
        assertIn(100, backOff.pause(min, Duration.ZERO));
    }

    @Test
    void aLimitThatIsLowerNowHoldsAtOnce() {
        BackOff backOff = new BackOff();
        Duration min = Duration.ofMillis(100);
        for (int i = 0; i < 10; i++) {
            backOff.pause(min, Duration.ofHours(1));
        }
        assertIn(300, backOff.pause(min, Duration.ofMillis(300)));
        assertIn(100, backOff.pause(min, Duration.ofMillis(50)));
    }

    private static void assertIn(long millis, Duration pause) {
        long chosen = pause.toNanos();
        assertTrue(chosen >= millis * 500_000 && chosen <= millis * 1_000_000, () -> pause + " for " + millis);
    }
}
