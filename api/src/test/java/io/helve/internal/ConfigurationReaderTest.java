package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.operator.ConfigurationSnapshot.Setting;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A configuration has numbers or text, defaults, and messages that name the attribute, what is allowed, and the value.
 */
class ConfigurationReaderTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private enum Carrier {
        AUTO,
        NIO,
        IO_URING
    }

    private static ConfigurationReader with(Object value) {
        return new ConfigurationReader(Map.of("key", value));
    }

    private static void assertRefused(String message, Executable read) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, read).getMessage());
    }

    @Test
    void aMissingAttributeHasItsDefaultAlsoBeyondTheLimits() {
        ConfigurationReader empty = new ConfigurationReader(Map.of());
        assertEquals(0, empty.integer("key", 0, 1, 9));
        assertEquals(7L, empty.number("key", 7, 1, 9));
        assertEquals(Duration.ZERO, empty.duration("key", Duration.ZERO, SECOND, SECOND, ChronoUnit.MILLIS));
        assertTrue(empty.bool("key", true));
        assertEquals(Carrier.NIO, empty.choice("key", Carrier.NIO));
        assertEquals("text", empty.text("key", "text"));
    }

    @Test
    void numbersMayBeOfAnyTypeOrText() {
        for (Object value : new Object[] {3, 3L, (short) 3, (byte) 3, "3", " 3 "}) {
            assertEquals(3, with(value).integer("key", 0, 1, 9));
            assertEquals(3, with(value).number("key", 0, 3, 3));
            assertEquals(
                    Duration.ofMillis(3),
                    with(value).duration("key", SECOND, Duration.ZERO, SECOND, ChronoUnit.MILLIS));
        }
    }

    @Test
    void aNumberBeyondTheLimitsIsRefused() {
        assertRefused("key must be 1 to 9, not 0", () -> with(0).integer("key", 1, 1, 9));
        assertRefused("key must be 1 to 9, not 10", () -> with("10").number("key", 1, 1, 9));
        assertRefused(
                "key must be 1 to 2147483647, not 4294967297",
                () -> with(4294967297L).integer("key", 1, 1, Integer.MAX_VALUE));
    }

    @Test
    void aDurationBeyondTheLimitsIsRefusedInItsUnit() {
        Duration day = Duration.ofDays(1);
        assertRefused(
                "key must be 0 us to 86400000000 us, not -1 us",
                () -> with(-1).duration("key", SECOND, Duration.ZERO, day, ChronoUnit.MICROS));
        assertRefused(
                "key must be 1000 ms to 86400000 ms, not 9223372036854775807 ms",
                () -> with(Long.MAX_VALUE).duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
        assertRefused(
                "key must be 1 s to 86400 s, not 0 s",
                () -> with(0).duration("key", SECOND, SECOND, day, ChronoUnit.SECONDS));
    }

    @Test
    void limitsThatDoNotFitTheUnitAllowAllNumbers() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertEquals(
                Duration.ofNanos(Long.MAX_VALUE),
                with(Long.MAX_VALUE).duration("key", SECOND, longest.negated(), longest, ChronoUnit.NANOS));
    }

    @Test
    void otherThanWholeNumbersAreRefused() {
        for (Object value : new Object[] {"many", "", "1.5", 1.5, "99999999999999999999"}) {
            assertRefused(
                    "key must be a whole number, not \"" + value + "\"",
                    () -> with(value).integer("key", 0, 0, 9));
        }
    }

    @Test
    void truthValuesMayBeText() {
        assertTrue(with(true).bool("key", false));
        assertTrue(with(" true").bool("key", false));
        assertEquals(false, with("false").bool("key", true));
        assertRefused(
                "key must be true or false, not \"yes\"", () -> with("yes").bool("key", true));
    }

    @Test
    void aChoiceIsNamedInAnyCase() {
        assertEquals(Carrier.IO_URING, with("io_uring ").choice("key", Carrier.AUTO));
        assertEquals(Carrier.NIO, with("NIO").choice("key", Carrier.AUTO));
        assertRefused(
                "key must be auto, nio or io_uring, not \"kqueue\"",
                () -> with("kqueue").choice("key", Carrier.AUTO));
    }

    @Test
    void aNumberMayHaveAFactor() {
        assertEquals(65_536, with("64k").integer("key", 0, 1, Integer.MAX_VALUE));
        assertEquals(65_536, with("64 KiB").number("key", 0, 1, Long.MAX_VALUE));
        assertEquals(3L << 20, with("3M").number("key", 0, 1, Long.MAX_VALUE));
        assertEquals(2L << 40, with("2t").number("key", 0, 1, Long.MAX_VALUE));
        assertRefused("key must be 1 to 9, not 1024", () -> with("1k").integer("key", 0, 1, 9));
        assertRefused(
                "key must be a whole number, not \"99999999999999T\"",
                () -> with("99999999999999T").number("key", 0, 1, Long.MAX_VALUE));
    }

    @Test
    void aDurationMayHaveAUnit() {
        Duration day = Duration.ofDays(1);
        for (String value : new String[] {"2s", "2 s", "2000ms", "2000", "2000000us"}) {
            assertEquals(
                    Duration.ofSeconds(2),
                    with(value).duration("key", SECOND, Duration.ZERO, day, ChronoUnit.MILLIS),
                    value);
        }
        assertEquals(day, with("1d").duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
        assertEquals(Duration.ofHours(3), with("3h").duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
        assertEquals(Duration.ofMinutes(5), with("5m").duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
        assertRefused(
                "key must be 1000 ms to 86400000 ms, not 172800000 ms",
                () -> with("2d").duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
        assertRefused(
                "key must be a duration such as 250ms or 2s, or a whole number, not \"soon\"",
                () -> with("soon").duration("key", SECOND, SECOND, day, ChronoUnit.MILLIS));
    }

    @Test
    void theReaderRemembersWhatItHasRead() {
        ConfigurationReader reader = new ConfigurationReader(Map.of("time", "2s", "count", 7));
        reader.duration("time", SECOND, SECOND, Duration.ofDays(1), ChronoUnit.MILLIS);
        reader.integer("count", 1, 0, 9);
        reader.integer("most", Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
        reader.bool("flag", false);
        reader.choice("carrier", Carrier.NIO);
        assertEquals(
                List.of(
                        new Setting("time", "2000 ms", "1000 ms", true),
                        new Setting("count", "7", "1", true),
                        new Setting("most", "no limit", "no limit", false),
                        new Setting("flag", "false", "false", false),
                        new Setting("carrier", "nio", "nio", false)),
                reader.settings());
    }

    @Test
    void keysThatNothingReadsAreUnknownUnlessTheyAreOfAFramework() {
        ConfigurationReader reader = new ConfigurationReader(Map.of(
                "key", 1,
                "kye", 2,
                "service.pid", "io.helve.aio",
                "component.name", "x",
                "felix.fileinstall.filename", "etc/io.helve.aio.cfg",
                "org.apache.karaf.features.configKey", "x",
                ".private", "x",
                ":configurator:hash", "x"));
        reader.integer("key", 0, 0, 9);
        assertEquals(List.of("kye"), reader.unknown());
    }
}
