package io.helve.net.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.stream.StreamConfig;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Reads the configuration of PID io.helve.net: the list of its attributes. The defaults are those of
 * {@link StreamConfig}; a test holds the metatype ({@link NetConfiguration}) to the same names and defaults.
 */
final class NetProperties {
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MOST_TIMEOUT = Duration.ofDays(1);
    private static final Duration MOST_POLLING = Duration.ofMillis(1);

    private final ConfigurationReader reader;

    NetProperties(Map<String, ?> properties) {
        this(new ConfigurationReader(properties));
    }

    NetProperties(ConfigurationReader reader) {
        this.reader = reader;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if a value is of the wrong type or out of range; the message names the
     *     attribute, the allowed values, and the value
     */
    StreamConfig toConfig() {
        StreamConfig defaults = StreamConfig.DEFAULTS;
        Duration connectTimeout = defaults.connectTimeout();
        return new StreamConfig(
                reader.integer("threads", defaults.threads(), 0, 256),
                reader.choice("transport", defaults.transport()),
                reader.duration("connect.timeout", connectTimeout, LEAST_TIMEOUT, MOST_TIMEOUT, ChronoUnit.MILLIS),
                reader.integer("connections.max", defaults.connectionsMax(), 1, Integer.MAX_VALUE),
                reader.integer("handshakes.max", defaults.handshakesMax(), 1, 65536),
                reader.integer("handshakes.address.max", defaults.handshakesAddressMax(), 1, 65536),
                reader.duration("busy.poll", defaults.busyPoll(), Duration.ZERO, MOST_POLLING, ChronoUnit.MICROS),
                reader.integer("connections.bundle.max", defaults.acceptedTenantMax(), 0, Integer.MAX_VALUE),
                reader.integer("handshakes.bundle.max", defaults.handshakesTenantMax(), 0, Integer.MAX_VALUE),
                reader.number("direct.memory.max", defaults.directMemoryMax(), 0, Long.MAX_VALUE),
                reader.number("direct.memory.bundle.max", defaults.directMemoryTenantMax(), 0, Long.MAX_VALUE),
                reader.choice("polling", defaults.polling()));
    }
}
