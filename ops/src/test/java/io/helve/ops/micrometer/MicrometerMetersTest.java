package io.helve.ops.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioTenant;
import io.helve.ops.RuntimeSources;
import io.helve.ops.metrics.Label;
import io.helve.ops.metrics.Metric;
import io.helve.ops.model.Observed;
import io.helve.ops.standalone.HelveMetrics;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.testkit.HelveRuntime;
import io.helve.testkit.SocketTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Meters of Micrometer for pools, bundles, streams and sockets come and go with them. */
class MicrometerMetersTest extends SocketTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean ended = new AtomicBoolean();
    private MicrometerMeters meters;

    @BeforeEach
    void create() {
        meters = new MicrometerMeters(new Observed(new RuntimeSources(runtime)), ended::get, Duration.ofMillis(20));
    }

    @AfterEach
    void close() {
        meters.close();
        assertEquals(List.of(), helveMeters(registry));
        assertEquals(List.of(), threads());
    }

    private static List<Meter> helveMeters(MeterRegistry registry) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("helve."))
                .toList();
    }

    private static List<String> threads() {
        return HelveRuntime.threads().stream()
                .filter("helve-ops-metrics"::equals)
                .toList();
    }

    private double number(Metric metric, String... tags) {
        Meter only = registry.get(metric.id()).tags(tags).meter();
        return only.measure().iterator().next().getValue();
    }

    private boolean has(Metric metric, String... tags) {
        return registry.find(metric.id()).tags(tags).meter() != null;
    }

    @Test
    void theMetersOfThePoolAreThereAtOnceAndAreReadWhenAskedFor() throws Exception {
        meters.bind(registry, Tags.empty());
        assertEquals(runtime.snapshot().config().threadsMax(), number(Metric.POOL_THREADS_MAX, "pool", "test"));
        double before = number(Metric.PENDING, "pool", "test", "bundle", "test");
        Aio aio = helve.handle();
        factory.sleep(Aio.INFINITE, aio);
        eventually(() -> number(Metric.PENDING, "pool", "test", "bundle", "test") == before + 1);
        aio.cancel();
        aio.await();
        eventually(() -> number(Metric.COMPLETED, "bundle", "test", "outcome", "cancelled") >= 1);
    }

    @Test
    void theMetersOfSocketsHaveTagsAndGoWithThem() throws Exception {
        meters.bind(registry, Tags.of("host", "here"));
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        push.send(messages.of("hello"));
        pull.receive();
        String[] tags = {"host", "here", "bundle", "the runtime", "socket", Long.toString(push.id()), "protocol", "push"
        };
        eventually(() -> has(Metric.SOCKET_SENT, tags) && number(Metric.SOCKET_SENT, tags) == 1);
        assertEquals(5, number(Metric.SOCKET_SENT_BYTES, tags));
        eventually(() -> has(Metric.SOCKET_ENDPOINTS, "endpoint", "dialer", "state", "connected"));
        eventually(() -> number(Metric.STREAMS) == 2);

        push.close();
        eventually(() -> !has(Metric.SOCKET_SENT, "protocol", "push"));
        assertTrue(helveMeters(registry).stream()
                .noneMatch(meter -> "push".equals(meter.getId().getTag("protocol"))));
        assertTrue(has(Metric.SOCKET_RECEIVED, "protocol", "pull"));
    }

    @Test
    void theMetersOfATenantGoWithIt() {
        meters.bind(registry, Tags.empty());
        try (AioTenant plugin = runtime.openTenant("plugin", 10)) {
            eventually(() -> has(Metric.HANDLES, "bundle", plugin.name()));
        }
        eventually(() -> !has(Metric.HANDLES, "bundle", "plugin"));
        assertTrue(has(Metric.HANDLES, "bundle", "test"));
    }

    @Test
    void prometheusGetsNamesLabelsAndHistogramsAsItsConventionWants() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SpSocket pull = open(SpProtocol.PULL);
        meters.bind(prometheus, Tags.empty());
        String text = prometheus.scrape();
        String labels = "{bundle=\"the runtime\",protocol=\"pull\",socket=\"" + pull.id() + "\"}";
        assertTrue(text.contains("\nhelve_socket_received_messages_total" + labels + " 0.0\n"), text);
        assertTrue(text.contains("\n# TYPE helve_socket_received_bytes_total counter\n"), text);
        assertTrue(text.contains("\nhelve_pool_threads_live{pool=\"test\"} "), text);
        assertTrue(text.contains("\nhelve_pool_queue_time_histogram_total{le=\"0.001\",pool=\"test\"} "), text);
        assertTrue(text.contains("\nhelve_pool_queue_time_histogram_total{le=\"+Inf\",pool=\"test\"} "), text);
        meters.unbind(prometheus);
        assertEquals(List.of(), helveMeters(prometheus));
        assertFalse(prometheus.scrape().contains("helve_"));
    }

    @Test
    void everyMetricIsRegisteredWithTheKeysOfItsLabels() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        meters.bind(registry, Tags.empty());
        for (Metric metric : Metric.values()) {
            Set<String> wanted = metric.labels().stream().map(Label::tag).collect(Collectors.toSet());
            Set<String> tags = registry.get(metric.id()).meter().getId().getTags().stream()
                    .map(Tag::getKey)
                    .collect(Collectors.toSet());
            assertEquals(wanted, tags, metric.id());
        }
    }

    @Test
    void aHistogramCountsEachValueBelowItsBoundAndAllBelowInfinity() throws Exception {
        meters.bind(registry, Tags.empty());
        Aio aio = helve.closing(factory.alloc(done -> {}));
        eventually(
                () -> { // times are sampled
                    factory.sleep(Duration.ZERO, aio);
                    aio.await();
                    return number(Metric.POOL_QUEUE_TIME, "le", "+Inf") > 0;
                });
        double last = 0;
        for (String bound : List.of("0.00001", "0.0001", "0.001", "0.01", "0.1", "1", "10", "+Inf")) {
            double counted = number(Metric.POOL_QUEUE_TIME, "le", bound);
            assertTrue(counted >= last, bound);
            last = counted;
        }
    }

    @Test
    void metersOfOthersStay() {
        registry.counter("mine").increment();
        meters.bind(registry, Tags.empty());
        meters.close();
        assertEquals(1, registry.getMeters().size());
        assertThrows(IllegalStateException.class, () -> meters.bind(registry, Tags.empty()));
    }

    @Test
    void aClosedRegistryIsForgotten() {
        MeterRegistry other = new SimpleMeterRegistry();
        meters.bind(other, Tags.empty());
        meters.bind(registry, Tags.empty());
        other.close();
        try (AioTenant plugin = runtime.openTenant("plugin", 10)) {
            eventually(() -> has(Metric.HANDLES, "bundle", plugin.name()));
        }
    }

    @Test
    void whenTheStatisticsEndTheMetersGoAndTheThreadEnds() {
        meters.bind(registry, Tags.empty());
        ended.set(true);
        eventually(() -> helveMeters(registry).isEmpty() && threads().isEmpty());
    }

    @Test
    void aProgramBindsItsRuntimeInTheWayOfMicrometer() {
        try (AioRuntime own = AioRuntime.open(AioConfig.builder().pool("own").build());
                HelveMetrics metrics = new HelveMetrics(own)) {
            SpSocket pair = SpSockets.of(own).open(SpProtocol.PAIR1);
            metrics.bindTo(registry);
            assertTrue(has(Metric.SOCKET_PIPES, "protocol", "pair1"));
            assertTrue(has(Metric.POOL_THREADS, "pool", "own"));
            pair.close();
        }
        assertEquals(List.of(), helveMeters(registry));
    }
}
