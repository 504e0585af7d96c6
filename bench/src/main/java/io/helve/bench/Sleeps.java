package io.helve.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sleeps whose lengths are spread uniformly over 5 s, submitted at once by one thread. */
final class Sleeps implements AutoCloseable {
    private static final int SPREAD_MILLIS = 5000;

    private final long[] due;
    private final long[] lateness;
    private final int spreadMillis;
    private final AtomicInteger pending = new AtomicInteger();
    private final Timers timers;

    Sleeps(Peer peer, int count) {
        this(peer, count, SPREAD_MILLIS);
    }

    Sleeps(Peer peer, int count, int spreadMillis) {
        due = new long[count];
        lateness = new long[count];
        this.spreadMillis = spreadMillis;
        timers = peer.timers(count, this::fired);
    }

    /**
     * How the sleeps went, in nanoseconds.
     *
     * @param total the time from before the first sleep was submitted until the last callback
     * @param submit the part of that time until all sleeps were submitted
     * @param lateness how long after its due time each callback ran, sorted; a negative value would mean too early
     */
    record Result(long total, long submit, long[] lateness) {
        long percentile(double percent) {
            return Percentile.of(lateness, percent);
        }
    }

    private void fired(int index) {
        lateness[index] = System.nanoTime() - due[index];
        pending.decrementAndGet();
    }

    Result run() {
        pending.set(due.length);
        long random = 42;
        long t0 = System.nanoTime();
        for (int i = 0; i < due.length; i++) {
            random = random * 6364136223846793005L + 1442695040888963407L;
            long millis = 1 + (random >>> 33) % spreadMillis;
            due[i] = System.nanoTime() + millis * 1_000_000;
            timers.sleep(i, millis);
        }
        long submitted = System.nanoTime();
        while (pending.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        long t1 = System.nanoTime();
        Arrays.sort(lateness);
        return new Result(t1 - t0, submitted - t0, lateness.clone());
    }

    @Override
    public void close() {
        timers.close();
    }
}
