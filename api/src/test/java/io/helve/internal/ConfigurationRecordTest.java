package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** What the log and observers are told of configurations. */
class ConfigurationRecordTest {
    private final List<String> log = new ArrayList<>();

    private final Logger logger = new Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            log.add(level + " " + text);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            log.add(level + " " + format);
        }
    };

    private final ConfigurationRecord record = new ConfigurationRecord("io.helve.aio", logger);

    private Optional<Integer> read(Map<String, ?> properties) {
        return record.read(
                properties, reader -> reader.integer("threads.max", 4, 1, 64), () -> "in force stays the old one");
    }

    @Test
    void defaultsAreNothingToTell() {
        assertEquals(Optional.of(4), read(Map.of()));
        assertEquals(List.of(), log);
        assertEquals("io.helve.aio", record.settings().instance());
        assertEquals("", record.settings().refusal());
    }

    @Test
    void whatAnAcceptedConfigurationChangesIsLogged() {
        read(Map.of("threads.max", 8));
        read(Map.of("threads.max", "8"));
        read(Map.of("threads.max", 16));
        read(Map.of());
        assertEquals(
                List.of(
                        "INFO Configuration io.helve.aio is in force: threads.max 4 -> 8",
                        "INFO Configuration io.helve.aio is in force: threads.max 8 -> 16",
                        "INFO Configuration io.helve.aio is in force: threads.max 16 -> 4 (the default)"),
                log);
    }

    @Test
    void aRefusalNamesTheInstanceAndIsVisibleUntilAConfigurationIsAccepted() {
        Map<String, Object> wrong = Map.of("service.pid", "io.helve.aio.pool~two", "threads.max", 65);
        assertEquals(Optional.empty(), read(wrong));
        assertEquals(
                List.of("ERROR Configuration io.helve.aio.pool~two is refused: threads.max must be 1 to 64, not 65;"
                        + " in force stays the old one"),
                log);
        assertEquals("threads.max must be 1 to 64, not 65", record.settings().refusal());
        assertEquals("io.helve.aio.pool~two", record.settings().instance());
        read(Map.of("threads.max", 5));
        assertEquals("", record.settings().refusal());
    }

    @Test
    void aRefusedConfigurationLeavesTheSettingsInForce() {
        read(Map.of("threads.max", 8));
        read(Map.of("threads.max", 0));
        assertEquals("8", record.settings().settings().get(0).value());
        assertTrue(record.settings().settings().get(0).configured());
    }

    @Test
    void aKeyThatNothingReadsIsWarnedOfWithTheNearestKey() {
        read(Map.of("thread.max", 8, "colour", "blue"));
        assertEquals(
                List.of(
                        "WARNING Configuration io.helve.aio has the key colour, which nothing reads; the keys are"
                                + " threads.max",
                        "WARNING Configuration io.helve.aio has the key thread.max, which nothing reads; did you mean"
                                + " threads.max?"),
                log);
    }
}
