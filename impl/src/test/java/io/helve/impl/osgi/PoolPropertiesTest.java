package io.helve.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioConfig;
import io.helve.internal.ConfigurationReader;
import io.helve.operator.ConfigurationSnapshot.Setting;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The attributes of a pool's configuration. */
class PoolPropertiesTest {
    private static AioConfig read(Map<String, ?> properties) {
        return new PoolProperties(new ConfigurationReader(properties)).toConfig("default");
    }

    @Test
    void theMetatypeHasTheSameAttributesAndDefaults() {
        Map<String, Object> metatype = new HashMap<>();
        for (Method attribute : PoolConfiguration.class.getDeclaredMethods()) {
            metatype.put(attribute.getName().replace('_', '.'), attribute.getDefaultValue());
        }
        ConfigurationReader reader = new ConfigurationReader(metatype);
        PoolProperties properties = new PoolProperties(reader);
        properties.ignoreName();
        assertEquals(
                AioConfig.defaults().toString(), properties.toConfig("default").toString());
        assertEquals(
                new TreeSet<>(metatype.keySet()),
                reader.settings().stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void durationsAndNumbersMayHaveUnits() {
        AioConfig config = read(Map.of("slow.callback", "2s", "drain.time", "500ms", "handles.max", "64k"));
        assertEquals(Duration.ofSeconds(2), config.slowCallback());
        assertEquals(Duration.ofMillis(500), config.drainTime());
        assertEquals(65_536, config.handlesMax());
    }

    @Test
    void aKeyThatStandsInTheWayOfAnotherIsNamed() {
        Map<String, Object> properties = Map.of("threads.min", 5, "threads.max", 4);
        assertEquals(
                "threads.max must be 5 to 1024, not 4, because threads.min is 5",
                assertThrows(IllegalArgumentException.class, () -> read(properties))
                        .getMessage());
    }

    @Test
    void aFurtherPoolNeedsANameOfItsOwn() {
        PoolProperties unnamed = new PoolProperties(new ConfigurationReader(Map.of()));
        assertEquals(
                "aio.pool must name the pool, and not \"default\"",
                assertThrows(IllegalArgumentException.class, unnamed::pool).getMessage());
    }
}
