package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.internal.ConfigurationReader;
import java.time.Duration;
import java.util.Map;

/**
 * Reads the properties of a configuration of a pool; a missing property has its default. {@link AioConfig} checks the
 * range of each value.
 */
final class PoolProperties {
    private final ConfigurationReader reader;

    PoolProperties(Map<String, ?> properties) {
        reader = new ConfigurationReader(properties);
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
        return AioConfig.builder()
                .pool(pool)
                .threads(integer("threads.min", defaults.threadsMin()), integer("threads.max", 0))
                .threadsSpare(integer("threads.spare", defaults.threadsSpare()))
                .threadPriority(integer("thread.priority", defaults.threadPriority()))
                .idleTime(millis("idle.time", defaults.idleTime()))
                .handlesMax(integer("handles.max", defaults.handlesMax()))
                .drainTime(millis("drain.time", defaults.drainTime()))
                .slowCallback(millis("slow.callback", defaults.slowCallback()))
                .fileThreads(integer("file.threads", defaults.fileThreads()))
                .captureStarts(reader.bool("capture.starts", defaults.captureStarts()))
                .build();
    }

    /** {@return the name of a further pool} */
    String pool() {
        String name = reader.text(AioFactory.POOL, null);
        if (name == null || "default".equals(name)) {
            throw new IllegalArgumentException(
                    AioFactory.POOL + " must name the pool, and not \"default\", but is " + name);
        }
        return name;
    }

    private int integer(String attribute, int missing) {
        return reader.integer(attribute, missing, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private Duration millis(String attribute, Duration missing) {
        return Duration.ofMillis(reader.number(attribute, missing.toMillis(), Long.MIN_VALUE, Long.MAX_VALUE));
    }
}
