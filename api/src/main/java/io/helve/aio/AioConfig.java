package io.helve.aio;

import io.helve.annotation.NotThreadSafe;
import io.helve.annotation.ThreadSafe;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a completion pool, immutable. The attribute names in error messages are those of the configuration
 * PIDs {@code io.helve.aio} and {@code io.helve.aio.pool}.
 */
@ThreadSafe
public final class AioConfig {
    private final String pool;
    private final int threadsMin;
    private final int threadsMax;
    private final int threadsSpare;
    private final int threadPriority;
    private final Duration idleTime;
    private final int handlesMax;
    private final Duration drainTime;
    private final Duration slowCallback;
    private final int fileThreads;
    private final boolean captureStarts;

    private AioConfig(Builder b) {
        pool = checkPool(b.pool);
        threadsMin = inRange("threads.min", b.threadsMin, 1, 1024);
        threadsMax = b.threadsMax == 0
                ? Math.max(threadsMin, defaultThreadsMax())
                : inRange("threads.max", b.threadsMax, threadsMin, 1024);
        threadsSpare = inRange("threads.spare", b.threadsSpare, 0, 1024);
        threadPriority = inRange("thread.priority", b.threadPriority, Thread.MIN_PRIORITY, Thread.MAX_PRIORITY);
        idleTime = inRange("idle.time", b.idleTime, Duration.ofMillis(1), Duration.ofDays(1));
        handlesMax = inRange("handles.max", b.handlesMax, 1, Integer.MAX_VALUE);
        drainTime = inRange("drain.time", b.drainTime, Duration.ZERO, Duration.ofHours(1));
        slowCallback = inRange("slow.callback", b.slowCallback, Duration.ofMillis(1), Duration.ofDays(1));
        fileThreads = inRange("file.threads", b.fileThreads, 1, 1024);
        captureStarts = b.captureStarts;
    }

    private static int defaultThreadsMax() {
        return Math.max(2, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
    }

    private static String checkPool(String pool) {
        if (pool == null || !pool.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException(
                    AioFactory.POOL + " must be 1 to 64 letters, digits, '.', '-' or '_', not "
                            + (pool == null ? "null" : "\"" + pool + "\""));
        }
        return pool;
    }

    private static int inRange(String attribute, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(attribute + " must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static Duration inRange(String attribute, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, attribute);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    attribute + " must be " + millis(min) + " to " + millis(max) + ", not " + millis(value));
        }
        return value;
    }

    private static String millis(Duration value) {
        try {
            return value.equals(Aio.INFINITE) ? "infinite" : value.toMillis() + " ms";
        } catch (ArithmeticException e) {
            return value.toString();
        }
    }

    /**
     * Returns the settings of a pool that nobody configured.
     *
     * @return the defaults
     */
    public static AioConfig defaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from the settings of this object.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder()
                .pool(pool)
                .threads(threadsMin, threadsMax)
                .threadsSpare(threadsSpare)
                .threadPriority(threadPriority)
                .idleTime(idleTime)
                .handlesMax(handlesMax)
                .drainTime(drainTime)
                .slowCallback(slowCallback)
                .fileThreads(fileThreads)
                .captureStarts(captureStarts);
    }

    /**
     * Returns the pool's name, which is in the names of its threads.
     *
     * @return the name, {@code "default"} unless set
     */
    public String pool() {
        return pool;
    }

    /**
     * Returns how many completion threads stay alive without work once they have been started.
     *
     * @return the number, 2 unless set
     */
    public int threadsMin() {
        return threadsMin;
    }

    /**
     * Returns the largest number of completion threads, not counting spare threads.
     *
     * @return the number; unless set, twice the processors but at least 2 and at most 16
     */
    public int threadsMax() {
        return threadsMax;
    }

    /**
     * Returns how many spare threads may be started while all other threads are blocked in callbacks.
     *
     * @return the number, 16 unless set
     */
    public int threadsSpare() {
        return threadsSpare;
    }

    /**
     * Returns the priority of the completion threads.
     *
     * @return a priority as {@link Thread#setPriority} takes it, {@link Thread#NORM_PRIORITY} unless set
     */
    public int threadPriority() {
        return threadPriority;
    }

    /**
     * Returns how long a thread beyond {@link #threadsMin()} stays alive without work.
     *
     * @return the time, 60 s unless set
     */
    public Duration idleTime() {
        return idleTime;
    }

    /**
     * Returns how many handles each tenant may have open: each using bundle, or the program that opened an
     * {@link AioRuntime}.
     *
     * @return the number, {@link Integer#MAX_VALUE} unless set
     */
    public int handlesMax() {
        return handlesMax;
    }

    /**
     * Returns how long closing waits for pending operations and callbacks, before the pool itself completes the
     * remaining operations.
     *
     * @return the time, 5 s unless set
     */
    public Duration drainTime() {
        return drainTime;
    }

    /**
     * Returns the run time after which a callback is reported as slow.
     *
     * @return the time, 250 ms unless set
     */
    public Duration slowCallback() {
        return slowCallback;
    }

    /**
     * Returns how many file operations may run at a time.
     *
     * @return the number, 8 unless set
     */
    public int fileThreads() {
        return fileThreads;
    }

    /**
     * Tells whether each start records its stack, so that the error about a busy handle shows where the running
     * operation was started. Recording costs microseconds for each start and is meant for debugging.
     *
     * @return whether it does, {@code false} unless set
     */
    public boolean captureStarts() {
        return captureStarts;
    }

    @Override
    public String toString() {
        return AioFactory.POOL + "=" + pool + ", threads.min=" + threadsMin + ", threads.max=" + threadsMax
                + ", threads.spare=" + threadsSpare + ", thread.priority=" + threadPriority + ", idle.time="
                + millis(idleTime) + ", handles.max=" + handlesMax + ", drain.time=" + millis(drainTime)
                + ", slow.callback=" + millis(slowCallback) + ", file.threads=" + fileThreads + ", capture.starts="
                + captureStarts;
    }

    /** Collects settings; not safe for use by several threads. */
    @NotThreadSafe
    public static final class Builder {
        private String pool = "default";
        private int threadsMin = 2;
        private int threadsMax;
        private int threadsSpare = 16;
        private int threadPriority = Thread.NORM_PRIORITY;
        private Duration idleTime = Duration.ofSeconds(60);
        private int handlesMax = Integer.MAX_VALUE;
        private Duration drainTime = Duration.ofSeconds(5);
        private Duration slowCallback = Duration.ofMillis(250);
        private int fileThreads = 8;
        private boolean captureStarts;

        private Builder() {}

        /**
         * Sets the pool's name.
         *
         * @param name 1 to 64 letters, digits, '.', '-' or '_'
         * @return this builder
         */
        public Builder pool(String name) {
            pool = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the limits of the number of completion threads.
         *
         * @param min 1 to 1024
         * @param max {@code min} to 1024, or 0 for the default
         * @return this builder
         */
        public Builder threads(int min, int max) {
            threadsMin = min;
            threadsMax = max;
            return this;
        }

        /**
         * Sets how many spare threads may be started while all other threads are blocked in callbacks.
         *
         * @param spare 0 to 1024
         * @return this builder
         */
        public Builder threadsSpare(int spare) {
            threadsSpare = spare;
            return this;
        }

        /**
         * Sets the priority of the completion threads.
         *
         * @param priority 1 to 10
         * @return this builder
         */
        public Builder threadPriority(int priority) {
            threadPriority = priority;
            return this;
        }

        /**
         * Sets how long a thread beyond the minimum stays alive without work.
         *
         * @param time 1 ms to 1 day
         * @return this builder
         */
        public Builder idleTime(Duration time) {
            Objects.requireNonNull(time, "time");
            idleTime = time;
            return this;
        }

        /**
         * Sets the quota of open handles.
         *
         * @param max at least 1
         * @return this builder
         */
        public Builder handlesMax(int max) {
            handlesMax = max;
            return this;
        }

        /**
         * Sets how long closing waits.
         *
         * @param time 0 to 1 hour
         * @return this builder
         */
        public Builder drainTime(Duration time) {
            Objects.requireNonNull(time, "time");
            drainTime = time;
            return this;
        }

        /**
         * Sets the run time after which a callback is reported as slow.
         *
         * @param time 1 ms to 1 day
         * @return this builder
         */
        public Builder slowCallback(Duration time) {
            Objects.requireNonNull(time, "time");
            slowCallback = time;
            return this;
        }

        /**
         * Sets how many file operations may run at a time.
         *
         * @param threads 1 to 1024
         * @return this builder
         */
        public Builder fileThreads(int threads) {
            fileThreads = threads;
            return this;
        }

        /**
         * Sets whether each start records its stack.
         *
         * @param capture whether it does
         * @return this builder
         */
        public Builder captureStarts(boolean capture) {
            captureStarts = capture;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException if a setting is out of range; the message names the attribute, the range and
         *     the value
         */
        public AioConfig build() {
            return new AioConfig(this);
        }
    }
}
