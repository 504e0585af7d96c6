package io.helve.ops.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.metrics.Metric;
import io.helve.ops.standalone.HelveTelemetry;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenTelemetry collects the metrics of what there is, and nothing of what has gone. */
class TelemetryInstrumentsTest extends SocketTest {
    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private OpenTelemetrySdk sdk;
    private HelveTelemetry telemetry;

    @BeforeEach
    void open() {
        sdk = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();
        telemetry = new HelveTelemetry(runtime, sdk);
    }

    @AfterEach
    void close() {
        telemetry.close();
        assertEquals(Set.of(), collect().keySet());
        sdk.close();
    }

    private Map<String, MetricData> collect() {
        return reader.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, Function.identity()));
    }

    private Optional<LongPointData> point(Metric metric, String key, String value) {
        MetricData data = collect().get(metric.id());
        return data == null
                ? Optional.empty()
                : data.getLongSumData().getPoints().stream()
                        .filter(point -> value.equals(point.getAttributes().get(AttributeKey.stringKey(key))))
                        .findFirst();
    }

    @Test
    void everyMetricIsCollectedWithItsUnitAndKind() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        Map<String, MetricData> collected = collect();
        Set<String> wanted = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            wanted.add(metric.id());
            MetricData data = collected.get(metric.id());
            assertEquals(MetricDataType.LONG_SUM, data.getType());
            assertEquals(metric.unit(), data.getUnit());
            assertEquals(
                    metric.kind() == Metric.Kind.COUNTER, data.getLongSumData().isMonotonic());
            assertEquals("io.helve", data.getInstrumentationScopeInfo().getName());
        }
        assertEquals(wanted, new TreeSet<>(collected.keySet()));
    }

    @Test
    void aSocketHasPointsUntilItIsClosed() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        push.send(messages.of("hello"));
        pull.receive();
        eventually(() -> point(Metric.SOCKET_SENT_BYTES, "helve.socket.protocol", "push")
                .filter(point -> point.getValue() == 5)
                .isPresent());
        assertTrue(point(Metric.SOCKET_SENT, "helve.socket.name", Long.toString(push.id()))
                .isPresent());
        push.close();
        eventually(
                () -> point(Metric.SOCKET_SENT, "helve.socket.protocol", "push").isEmpty());
        assertTrue(
                point(Metric.SOCKET_RECEIVED, "helve.socket.protocol", "pull").isPresent());
    }
}
