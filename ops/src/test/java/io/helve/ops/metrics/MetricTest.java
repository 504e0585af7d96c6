package io.helve.ops.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names of metrics and labels follow the conventions of Micrometer and OpenTelemetry. */
class MetricTest {
    @Test
    void namesAreWordsInLowerCaseWithDotsAndNoneIsTheBeginningOfAnother() {
        Set<String> names = Arrays.stream(Metric.values()).map(Metric::id).collect(Collectors.toSet());
        assertEquals(Metric.values().length, names.size(), "a name is the name of one metric");
        for (String name : names) {
            assertTrue(name.matches("helve(\\.[a-z]+)+"), name);
            assertTrue(names.stream().noneMatch(other -> other.startsWith(name + ".")), name);
        }
    }

    @Test
    void namesDoNotRepeatThatACounterIsATotal() {
        for (Metric metric : Metric.values()) {
            assertFalse(metric.id().endsWith("total") || metric.id().endsWith("count"), metric.id());
            assertTrue(metric.unit().equals("By") || metric.unit().matches("\\{[a-z]+}"), metric.unit());
        }
    }

    @Test
    void noAttributeIsTheBeginningOfAnother() {
        Set<String> keys = new HashSet<>();
        for (Label label : Label.values()) {
            assertTrue(keys.add(label.attribute()), label.attribute());
        }
        for (String key : keys) {
            assertTrue(keys.stream().noneMatch(other -> other.startsWith(key + ".")), key);
        }
    }
}
