package io.helve.ops.opentelemetry;

import io.helve.ops.metrics.Metric;
import io.helve.ops.metrics.MetricsReader;
import io.helve.ops.metrics.Series;
import io.helve.ops.model.Observed;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.EnumMap;
import java.util.Map;

/**
 * Asynchronous instruments of OpenTelemetry, one for each metric. All of them are observed in one callback, from one
 * snapshot; a series that is not observed is not exported any more, so what has gone needs no removal.
 */
public final class TelemetryInstruments implements AutoCloseable {
    private static final String SCOPE = "io.helve";

    private final Observed observed;
    private final Map<Metric, ObservableLongMeasurement> instruments = new EnumMap<>(Metric.class);
    private final BatchCallback callback;

    /**
     * Registers the instruments.
     *
     * @param observed reads the statistics
     * @param telemetry gives the meter
     */
    public TelemetryInstruments(Observed observed, OpenTelemetry telemetry) {
        this.observed = observed;
        Meter meter = telemetry.getMeter(SCOPE);
        for (Metric metric : Metric.values()) {
            instruments.put(metric, instrument(meter, metric));
        }
        // the method has a parameter of its own for the first instrument, and takes that instrument twice
        callback = meter.batchCallback(
                this::observe,
                instruments.get(Metric.values()[0]),
                instruments.values().toArray(ObservableMeasurement[]::new));
    }

    private static ObservableLongMeasurement instrument(Meter meter, Metric metric) {
        return switch (metric.kind()) {
            case LEVEL ->
                meter.upDownCounterBuilder(metric.id())
                        .setUnit(metric.unit())
                        .setDescription(metric.description())
                        .buildObserver();
            case COUNTER ->
                meter.counterBuilder(metric.id())
                        .setUnit(metric.unit())
                        .setDescription(metric.description())
                        .buildObserver();
        };
    }

    private void observe() {
        MetricsReader.read(observed)
                .forEach((series, number) -> instruments.get(series.metric()).record(number, attributes(series)));
    }

    private static Attributes attributes(Series series) {
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < series.values().size(); i++) {
            attributes.put(
                    series.metric().labels().get(i).attribute(), series.values().get(i));
        }
        return attributes.build();
    }

    /** Ends the observation. */
    @Override
    public void close() {
        callback.close();
    }
}
