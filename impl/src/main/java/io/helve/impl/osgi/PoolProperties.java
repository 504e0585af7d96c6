package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.internal.ConfigurationReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Reads the configuration of a pool: the list of its attributes. The defaults are those of {@link AioConfig}; a test
 * holds the metatype ({@link PoolConfiguration}) to the same names and defaults.
 */
final class PoolProperties {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ConfigurationReader reader;

    PoolProperties(ConfigurationReader reader) {
        this.reader = reader;
    }

    /**
     * Returns the settings.
     *
     * @param pool the pool's name
     * @throws IllegalArgumentException if a property is invalid; the message names the attribute, the allowed values,
     *     and the value
     */
    AioConfig toConfig(String pool) {
        AioConfig defaults = AioConfig.defaults();
        int threadsMin = reader.integer("threads.min", defaults.threadsMin(), 1, 1024);
        int threadsMax = reader.integer("threads.max", 0, 0, 1024);
        if (threadsMax != 0 && threadsMax < threadsMin) {
            throw new IllegalArgumentException("threads.max must be " + threadsMin + " to 1024, not " + threadsMax
                    + ", because threads.min is " + threadsMin);
        }
        return AioConfig.builder()
                .pool(pool)
                .threads(threadsMin, threadsMax)
                .threadsSpare(reader.integer("threads.spare", defaults.threadsSpare(), 0, 1024))
                .threadPriority(reader.integer(
                        "thread.priority", defaults.threadPriority(), Thread.MIN_PRIORITY, Thread.MAX_PRIORITY))
                .idleTime(millis("idle.time", defaults.idleTime(), MILLISECOND, DAY))
                .handlesMax(reader.integer("handles.max", defaults.handlesMax(), 1, Integer.MAX_VALUE))
                .drainTime(millis("drain.time", defaults.drainTime(), Duration.ZERO, HOUR))
                .slowCallback(millis("slow.callback", defaults.slowCallback(), MILLISECOND, DAY))
                .fileThreads(reader.integer("file.threads", defaults.fileThreads(), 1, 1024))
                .captureStarts(reader.bool("capture.starts", defaults.captureStarts()))
                .build();
    }

    /** {@return the name of a further pool} */
    String pool() {
        String name = reader.text(AioFactory.POOL, DefaultPool.NAME);
        if (name.equals(DefaultPool.NAME)) {
            throw new IllegalArgumentException(AioFactory.POOL + " must name the pool, and not \"default\"");
        }
        return name;
    }

    /** Reads the name of the default pool, which no configuration changes. */
    void ignoreName() {
        reader.text(AioFactory.POOL, DefaultPool.NAME);
    }

    private Duration millis(String attribute, Duration missing, Duration least, Duration most) {
        return reader.duration(attribute, missing, least, most, ChronoUnit.MILLIS);
    }
}
