package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The first of many events is logged, then one a minute. */
class LogThrottleTest {
    private long now = Long.MAX_VALUE; // System.nanoTime() may overflow
    private final LogThrottle throttle = new LogThrottle(() -> now);

    @Test
    void theFirstEventIsLoggedAndLaterOnesAMinuteApartWithTheNumberOfTheOthers() {
        assertEquals(0, throttle.next());
        assertEquals(LogThrottle.SILENT, throttle.next());
        now += TimeUnit.MINUTES.toNanos(1) - 1;
        assertEquals(LogThrottle.SILENT, throttle.next());
        now++;
        assertEquals(2, throttle.next());
        assertEquals(LogThrottle.SILENT, throttle.next());
        assertEquals(1, throttle.rest());
        assertEquals(0, throttle.rest());
    }
}
