package io.helve.net.osgi;

import io.helve.aio.AioException;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Reads the properties of a configuration, as numbers or text; what is missing has its default. */
final class NetProperties {
    private final Map<String, ?> properties;

    NetProperties(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if one is not a number, or none of those there are
     * @throws AioException if one is out of range, which is for {@link StreamConfig} to know; both messages name the
     *     attribute, what is allowed, and the value
     */
    StreamConfig toConfig() {
        StreamConfig defaults = StreamConfig.DEFAULTS;
        return new StreamConfig(
                integer("threads", defaults.threads()),
                transport(defaults.transport()),
                duration("connect.timeout", defaults.connectTimeout(), ChronoUnit.MILLIS),
                integer("connections.max", defaults.connectionsMax()),
                integer("handshakes.max", defaults.handshakesMax()),
                duration("busy.poll", defaults.busyPoll(), ChronoUnit.MICROS));
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

    private int integer(String attribute, int missing) {
        Object value = properties.get(attribute);
        long number = value == null ? missing : number(attribute, value);
        if (number != (int) number) {
            throw new IllegalArgumentException(
                    attribute + " must be at most " + Integer.MAX_VALUE + ", not " + properties.get(attribute));
        }
        return (int) number;
    }

    private Duration duration(String attribute, Duration missing, ChronoUnit unit) {
        Object value = properties.get(attribute);
        return value == null ? missing : Duration.of(number(attribute, value), unit);
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
