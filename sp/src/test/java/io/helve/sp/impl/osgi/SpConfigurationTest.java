package io.helve.sp.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.internal.ConfigurationReader;
import io.helve.sp.impl.socket.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpConfigurationTest {
    private static Limits limits(Map<String, ?> properties) {
        return SpRuntimeComponent.limits(new ConfigurationReader(properties));
    }

    @Test
    void whatIsMissingHasNoLimit() {
        assertEquals(Limits.NONE, limits(Map.of()));
    }

    @Test
    void numbersMayBeText() {
        Map<String, Object> properties = Map.of("sockets.max", 3, "pipes.max", " 4 ", "queue.bytes.max", 5L);
        assertEquals(new Limits(3, 4, 5), limits(properties));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483648", "many", ""})
    void anErrorNamesTheAttribute(String value) {
        Map<String, String> properties = Map.of("pipes.max", value);
        String message = assertThrows(IllegalArgumentException.class, () -> limits(properties))
                .getMessage();
        assertTrue(message.startsWith("pipes.max must be "), message);
    }
}
