package io.helve.ops.model;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A value that is read anew when it is older than half a second, so that a client that reads many attributes or meters
 * does not take a snapshot for each of them. Threads that find an old value at the same time all read it anew.
 *
 * @param <T> the type of the value
 */
public final class Recent<T> {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<T> source;
    private volatile Read<T> last;

    private record Read<T>(T value, long at) {}

    /**
     * Creates a value that was not read yet.
     *
     * @param source reads it
     */
    public Recent(Supplier<T> source) {
        this.source = source;
    }

    /** {@return the value, half a second old at most} */
    public T get() {
        Read<T> present = last;
        return present != null && System.nanoTime() - present.at() < FRESH_NANOS ? present.value() : read();
    }

    /** {@return the value as it is now} */
    public T read() {
        T value = source.get();
        last = new Read<>(value, System.nanoTime());
        return value;
    }
}
