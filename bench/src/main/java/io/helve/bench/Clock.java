package io.helve.bench;

import java.util.concurrent.TimeUnit;

/** Times of measurements, given in seconds. */
final class Clock {
    private Clock() {}

    static void sleep(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos(seconds));
    }

    static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
