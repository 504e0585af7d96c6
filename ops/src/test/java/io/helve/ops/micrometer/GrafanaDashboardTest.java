package io.helve.ops.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.RuntimeSources;
import io.helve.ops.metrics.Label;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana asks for metrics and labels that Prometheus gets. */
class GrafanaDashboardTest extends SocketTest {
    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void allItsMetricsAndLabelsAreThere() throws Exception {
        String dashboard = Files.readString(Path.of("../docs/guide/grafana-dashboard.json"));
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerMeters meters =
                new MicrometerMeters(new Observed(new RuntimeSources(runtime)), () -> false, MicrometerMeters.INTERVAL);
        try {
            meters.bind(prometheus, Tags.empty());
            Set<String> present = found("^(helve_[a-z_]+)[{ ]", prometheus.scrape());
            Set<String> missing = found("(helve_[a-z_]+)", dashboard);
            assertTrue(missing.size() > 20, missing.toString());
            missing.removeAll(present);
            assertEquals(Set.of(), missing, "metrics of the dashboard that nobody registers");
        } finally {
            meters.close();
        }
        Set<String> labels = found("\\{\\{([a-z]+)}}", dashboard);
        labels.removeAll(Arrays.stream(Label.values()).map(Label::tag).toList());
        assertEquals(Set.of(), labels, "labels of the dashboard that no metric has");
    }
}
