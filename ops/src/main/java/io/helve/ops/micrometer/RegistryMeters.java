package io.helve.ops.micrometer;

import io.helve.internal.SafeLogger;
import io.helve.ops.metrics.Label;
import io.helve.ops.metrics.Metric;
import io.helve.ops.metrics.Series;
import io.helve.ops.model.Recent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The meters of one registry. Used by one thread at a time: by the thread that binds the registry, then by the thread
 * of {@link MicrometerMeters}, and by the one that closes it when that thread has ended.
 */
final class RegistryMeters {
    private static final Logger LOG = SafeLogger.of(RegistryMeters.class);

    private final MeterRegistry registry;
    private final List<Tag> common;
    private final Recent<Map<Series, Long>> numbers;
    private final Map<Series, Shown> shown = new HashMap<>();

    /** A meter, and what it reads. The registry has only a weak reference to the number. */
    private record Shown(Meter meter, Number number) {}

    RegistryMeters(MeterRegistry registry, Iterable<Tag> common, Recent<Map<Series, Long>> numbers) {
        this.registry = registry;
        this.common = new ArrayList<>();
        common.forEach(this.common::add);
        this.numbers = numbers;
    }

    /** Registers meters for new series, and removes those of series that have gone. */
    void compare() {
        try {
            Set<Series> present = numbers.get().keySet();
            for (Series series : present) {
                if (!shown.containsKey(series)) {
                    shown.put(series, register(series));
                }
            }
            removeAllBut(present);
        } catch (RuntimeException e) { // of a filter or listener of the registry, or a service that has just gone
            LOG.log(Level.DEBUG, "The meters cannot be compared with the statistics", e);
        }
    }

    private void removeAllBut(Set<Series> present) {
        shown.entrySet().removeIf(each -> {
            boolean gone = !present.contains(each.getKey());
            if (gone) {
                registry.remove(each.getValue().meter());
            }
            return gone;
        });
    }

    private Shown register(Series series) {
        Metric metric = series.metric();
        List<Tag> tags = new ArrayList<>(common);
        for (int i = 0; i < metric.labels().size(); i++) {
            Label label = metric.labels().get(i);
            tags.add(Tag.of(label.tag(), series.values().get(i)));
        }
        String unit = metric.isOfBytes() ? "bytes" : null;
        Number number = new Number(series, numbers);
        Meter meter = switch (metric.kind()) {
            case LEVEL ->
                Gauge.builder(metric.id(), number, Number::value)
                        .description(metric.description())
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry);
            case COUNTER ->
                FunctionCounter.builder(metric.id(), number, Number::value)
                        .description(metric.description())
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry);
        };
        return new Shown(meter, number);
    }

    boolean isOf(MeterRegistry other) {
        return registry == other;
    }

    boolean isClosed() {
        return registry.isClosed();
    }

    void removeAll() {
        try {
            removeAllBut(Set.of());
        } catch (RuntimeException e) { // of a listener of the registry
            LOG.log(Level.DEBUG, "Meters cannot be removed", e);
        }
    }

    /** The number of a series; the last one if the series has gone, until its meter is removed. */
    private static final class Number {
        private final Series series;
        private final Recent<Map<Series, Long>> numbers;
        private volatile long last;

        Number(Series series, Recent<Map<Series, Long>> numbers) {
            this.series = series;
            this.numbers = numbers;
        }

        double value() {
            Long present = numbers.get().get(series);
            if (present != null) {
                last = present;
            }
            return last;
        }
    }
}
