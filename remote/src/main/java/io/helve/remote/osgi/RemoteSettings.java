package io.helve.remote.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.remote.server.ServerSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The settings of PID {@value #PID}.
 *
 * @param server where services are offered
 * @param workers how many threads call them
 * @param timeout how long a call may take
 * @param idle how long a connection stays open without a call
 */
record RemoteSettings(ServerSettings server, int workers, Duration timeout, Duration idle) {
    static final String PID = "io.helve.remote";
    private static final int PORT_MAX = 65535;
    private static final Duration DAY = Duration.ofDays(1);

    /** {@return the settings, the defaults if the configuration is refused} */
    static RemoteSettings read(ConfigurationRecord record, Map<String, ?> properties) {
        return record.read(properties, RemoteSettings::parse, () -> "the defaults are in force")
                .orElseGet(() -> parse(new ConfigurationReader(Map.of())));
    }

    static RemoteSettings parse(ConfigurationReader reader) {
        return new RemoteSettings(
                server(reader),
                reader.integer("workers.max", 32, 1, 10_000),
                reader.duration("call.timeout", Duration.ofSeconds(30), Duration.ofMillis(1), DAY, ChronoUnit.MILLIS),
                reader.duration("idle.time", Duration.ofMinutes(1), Duration.ofMillis(100), DAY, ChronoUnit.MILLIS));
    }

    private static ServerSettings server(ConfigurationReader reader) {
        String bind = reader.text("bind.address", "127.0.0.1").trim();
        String told = reader.text("advertised.address", "").trim();
        if (told.isEmpty() && NetworkReach.isWildcard(bind)) {
            throw new IllegalArgumentException("advertised.address must be set if bind.address is \"" + bind
                    + "\": other frameworks cannot connect to that");
        }
        int first = reader.integer("port.first", 0, 0, PORT_MAX);
        int last = reader.integer("port.last", 0, 0, PORT_MAX);
        if (last != 0 && last < first) {
            throw new IllegalArgumentException("port.last must be " + first + " at least, as port.first, not " + last);
        }
        ServerSettings settings = new ServerSettings(
                NetworkReach.isWildcard(bind) ? "*" : bind,
                told.isEmpty() ? bind : told,
                first,
                Math.max(first, last),
                reader.integer("receive.max", 1 << 20, 1024, 1 << 30),
                reader.integer("calls.max", 1024, 1, Integer.MAX_VALUE));
        try {
            settings.check();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("bind.address and advertised.address: " + e.getMessage(), e);
        }
        return settings;
    }
}
