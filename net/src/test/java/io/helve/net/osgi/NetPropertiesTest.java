package io.helve.net.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.stream.StreamConfig;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that a configuration may have, and the messages for wrong ones. */
class NetPropertiesTest {
    @Test
    void whatIsMissingHasItsDefault() {
        assertEquals(StreamConfig.DEFAULTS, new NetProperties(Map.of()).toConfig());
    }

    @Test
    void theMetatypeHasTheSameAttributesAndDefaults() {
        Map<String, Object> metatype = new HashMap<>();
        for (Method attribute : NetConfiguration.class.getDeclaredMethods()) {
            metatype.put(attribute.getName().replace('_', '.'), attribute.getDefaultValue());
        }
        assertEquals(
                Set.of(
                        "threads",
                        "transport",
                        "connect.timeout",
                        "connections.max",
                        "handshakes.max",
                        "handshakes.address.max",
                        "busy.poll",
                        "connections.bundle.max",
                        "handshakes.bundle.max",
                        "direct.memory.max",
                        "direct.memory.bundle.max",
                        "polling"),
                metatype.keySet());
        assertEquals(StreamConfig.DEFAULTS, new NetProperties(metatype).toConfig());
    }

    @Test
    void numbersAndTextWillDo() {
        StreamConfig config =
                new NetProperties(Map.of("threads", "3", "connect.timeout", 250L, "busy.poll", 7)).toConfig();
        assertEquals(3, config.threads());
        assertEquals(Duration.ofMillis(250), config.connectTimeout());
        assertEquals(Duration.ofNanos(7_000), config.busyPoll());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threads | 257 | threads must be 0 to 256, not 257",
                "threads | -1 | threads must be 0 to 256, not -1",
                "threads | many | threads must be a whole number, not \"many\"",
                "connect.timeout | 0 | connect.timeout must be 1 ms to 86400000 ms, not 0 ms",
                "connect.timeout | 9223372036854775807 | connect.timeout must be 1 ms to 86400000 ms, not 9223372036854775807 ms",
                "connections.max | 0 | connections.max must be 1 to 2147483647, not 0",
                "connections.max | 4294967297 | connections.max must be 1 to 2147483647, not 4294967297",
                "handshakes.max | 65537 | handshakes.max must be 1 to 65536, not 65537",
                "handshakes.address.max | 0 | handshakes.address.max must be 1 to 65536, not 0",
                "busy.poll | 1001 | busy.poll must be 0 us to 1000 us, not 1001 us",
                "connections.bundle.max | -1 | connections.bundle.max must be 0 to 2147483647, not -1",
                "handshakes.bundle.max | -1 | handshakes.bundle.max must be 0 to 2147483647, not -1",
                "direct.memory.max | -1 | direct.memory.max must be 0 to 9223372036854775807, not -1",
                "direct.memory.bundle.max | -1 | direct.memory.bundle.max must be 0 to 9223372036854775807, not -1",
                "transport | kqueue | transport must be auto, nio, epoll or io_uring, not \"kqueue\"",
                "polling | both | polling must be threads or workers, not \"both\""
            })
    void aWrongOneIsNamedWithWhatIsAllowed(String attribute, String value, String message) {
        NetProperties properties = new NetProperties(Map.of(attribute, value));
        RuntimeException refused = assertThrows(RuntimeException.class, properties::toConfig);
        assertTrue(refused.getMessage().endsWith(message), refused::getMessage);
    }
}
