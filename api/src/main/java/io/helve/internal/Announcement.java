package io.helve.internal;

import io.helve.annotation.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Announces a value that several threads change, such as a property of an OSGi service, without a lock: one thread
 * announces at a time, and a thread that comes meanwhile, or from inside the announcement, leaves its value to that
 * thread. Intermediate values may be skipped; the last value is always announced. Equal values in sequence are
 * announced once.
 *
 * @param <V> the type of the value, which is compared by {@code equals}
 */
@ThreadSafe
public final class Announcement<V> {
    private static final System.Logger LOG = SafeLogger.of(Announcement.class);

    private final Consumer<? super V> announce;

    /** The number of values that wait to be announced. The thread that raises this counter from zero announces. */
    private final AtomicInteger given = new AtomicInteger();

    private volatile Supplier<? extends V> latest;

    /** Whether the value is announced once more even if it has not changed. */
    private volatile boolean repeats;

    /** What was announced last; only the thread that announces touches it. */
    private V announced;

    /**
     * Creates an announcement.
     *
     * @param initial the value that counts as announced already
     * @param announce announces a value
     */
    public Announcement(V initial, Consumer<? super V> announce) {
        this.announced = initial;
        this.latest = () -> initial;
        this.announce = announce;
    }

    /**
     * Announces a value, or leaves it to the thread that announces at present.
     *
     * @param value returns the value at the time of the announcement
     */
    public void announce(Supplier<? extends V> value) {
        latest = value;
        work();
    }

    /** Announces the latest value once more, for a listener that has come late. */
    public void repeat() {
        repeats = true;
        work();
    }

    private void work() {
        if (given.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            boolean repeated = repeats;
            repeats = false;
            V present = latest.get();
            if (repeated || !present.equals(announced)) {
                announced = present;
                announceSafely(present);
            }
            seen = given.addAndGet(-seen);
        } while (seen != 0);
    }

    /** A failure must not keep later values from being announced, so it goes no further than this. */
    private void announceSafely(V value) {
        try {
            announce.accept(value);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot announce " + value, e);
        }
    }
}
