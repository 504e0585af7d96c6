package io.helve.ops.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.internal.SafeLogger;
import io.helve.ops.health.Thresholds;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
    private static final Logger LOG = SafeLogger.of(OpsProperties.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TENTH = Duration.ofMillis(100);

    /** Reads a configuration. If it is refused, the log says why, and the defaults are in force. */
    static OpsProperties read(Map<String, ?> properties) {
        try {
            return parse(properties);
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.ERROR,
                    "Configuration " + PID + " is refused: " + e.getMessage() + "; the defaults are in force");
            return parse(Map.of());
        }
    }

    static OpsProperties parse(Map<String, ?> properties) {
        ConfigurationReader reader = new ConfigurationReader(properties);
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
