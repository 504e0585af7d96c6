package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import java.time.Duration;
import java.util.Map;

/** Reads the properties of a configuration, as numbers or text; a missing property has its default. */
final class PoolProperties {
    private final Map<String, ?> properties;

    PoolProperties(Map<String, ?> properties) {
        this.properties = properties;
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
                .captureStarts(bool("capture.starts", defaults.captureStarts()))
                .build();
    }

    /** {@return the name of a further pool} */
    String pool() {
        Object name = properties.get(AioFactory.POOL);
        if (name == null || "default".equals(name)) {
            throw new IllegalArgumentException(
                    AioFactory.POOL + " must name the pool, and not \"default\", but is " + name);
        }
        return name.toString();
    }

    private int integer(String attribute, int missing) {
        long value = number(attribute, missing);
        if (value != (int) value) {
            throw new IllegalArgumentException(
                    attribute + " must be at most " + Integer.MAX_VALUE + ", not " + properties.get(attribute));
        }
        return (int) value;
    }

    private Duration millis(String attribute, Duration missing) {
        return Duration.ofMillis(number(attribute, missing.toMillis()));
    }

    private long number(String attribute, long missing) {
        Object value = properties.get(attribute);
        if (value == null) {
            return missing;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(attribute + " must be a whole number, not \"" + value + "\"", e);
        }
    }

    private boolean bool(String attribute, boolean missing) {
        Object value = properties.get(attribute);
        if (value == null) {
            return missing;
        }
        if (value instanceof Boolean given) {
            return given;
        }
        return switch (value.toString().trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(attribute + " must be true or false, not \"" + value + "\"");
        };
    }
}
