package io.helve.ops.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.ops.health.Thresholds;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The settings of PID {@value #PID}.
 *
 * @param jmxInterval the time between two looks for JMX
 * @param thresholds the limits of the health checks
 */
record OpsProperties(Duration jmxInterval, Thresholds thresholds) {
    static final String PID = "io.helve.ops";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TENTH = Duration.ofMillis(100);

    /** {@return the settings, the defaults if the configuration is refused} */
    static OpsProperties read(ConfigurationRecord record, Map<String, ?> properties) {
        return record.read(properties, OpsProperties::parse, () -> "the defaults are in force")
                .orElseGet(() -> parse(new ConfigurationReader(Map.of())));
    }

    private static OpsProperties parse(ConfigurationReader reader) {
        return new OpsProperties(
                reader.duration("jmx.interval", Duration.ofSeconds(5), TENTH, HOUR, ChronoUnit.MILLIS),
                new Thresholds(
                        reader.duration("health.stall", Duration.ofSeconds(10), TENTH, HOUR, ChronoUnit.MILLIS),
                        reader.integer("health.quota", 90, 1, 100),
                        reader.integer("health.memory", 90, 1, 100),
                        reader.duration(
                                "health.late", Duration.ofSeconds(1), Duration.ofMillis(1), HOUR, ChronoUnit.MILLIS)));
    }
}
