package io.helve.net.osgi;

import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Reads the properties of a configuration, as numbers or text; what is missing has its default. */
final class NetProperties {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Map<String, ?> properties;

    NetProperties(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if one is not valid; the message names the attribute, what is allowed, and the value
     */
    StreamConfig toConfig() {
        StreamConfig defaults = StreamConfig.DEFAULTS;
        return new StreamConfig(
                (int) number("threads", defaults.threads(), 0, 256, ""),
                transport(defaults.transport()),
                Duration.ofMillis(
                        number("connect.timeout", defaults.connectTimeout().toMillis(), 1, DAY, " ms")),
                (int) number("connections.max", defaults.connectionsMax(), 1, Integer.MAX_VALUE, ""),
                (int) number("handshakes.max", defaults.handshakesMax(), 1, 65536, ""),
                Duration.of(
                        number("busy.poll", defaults.busyPoll().toNanos() / 1000, 0, 1000, " us"), ChronoUnit.MICROS));
    }

    private Transport transport(Transport missing) {
        Object value = properties.get("transport");
        if (value == null) {
            return missing;
        }
        return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
            case "auto" -> Transport.AUTO;
            case "nio" -> Transport.NIO;
            case "epoll" -> Transport.EPOLL;
            case "io_uring" -> Transport.IO_URING;
            default ->
                throw new IllegalArgumentException(
                        "transport must be auto, nio, epoll or io_uring, not \"" + value + "\"");
        };
    }

    private long number(String attribute, long missing, long min, long max, String unit) {
        Object value = properties.get(attribute);
        long number = value == null ? missing : number(attribute, value);
        if (number < min || number > max) {
            throw new IllegalArgumentException(
                    attribute + " must be " + min + unit + " to " + max + unit + ", not " + number + unit);
        }
        return number;
    }

    private static long number(String attribute, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(attribute + " must be a whole number, not \"" + value + "\"", e);
        }
    }
}
