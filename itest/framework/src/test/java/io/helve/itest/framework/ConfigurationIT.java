package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** The configuration of the default pool: it changes in the middle of traffic, and a bad one is refused. */
public class ConfigurationIT extends FrameworkTest {
    private AioStatistics statistics;
    private Configured configuration;

    @Before
    public void find() throws Exception {
        statistics = service(AioStatistics.class);
        configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.aio");
    }

    @After
    public void delete() throws Exception {
        configuration.delete();
        eventually("the defaults")
                .until(() -> config().equals(AioConfig.defaults().toString()));
    }

    @Test
    public void everyAttributeArrives() throws Exception {
        configuration.update(Map.of(
                "threads.min", 3,
                "threads.max", 7,
                "threads.spare", 5,
                "thread.priority", 6,
                "idle.time", 1_234L,
                "handles.max", 99_999,
                "drain.time", 2_345L,
                "slow.callback", 3_456L,
                "file.threads", 4,
                "capture.starts", true));
        String expected = AioConfig.builder()
                .threads(3, 7)
                .threadsSpare(5)
                .threadPriority(6)
                .idleTime(Duration.ofMillis(1_234))
                .handlesMax(99_999)
                .drainTime(Duration.ofMillis(2_345))
                .slowCallback(Duration.ofMillis(3_456))
                .fileThreads(4)
                .captureStarts(true)
                .build()
                .toString();
        eventually("the configuration in force").until(() -> config().equals(expected));
    }

    @Test
    public void theDefaultPoolCannotBeRenamed() throws Exception {
        configuration.update(Map.of(AioFactory.POOL, "renamed", "threads.max", 9));
        eventually("in force").until(() -> statistics.snapshot().config().threadsMax() == 9);
        assertEquals("default", statistics.snapshot().config().pool());
        assertEquals(1, references(AioFactory.class, "default").size());
        assertEquals(1, references(AioStatistics.class, "default").size());
    }

    @Test
    public void aChangeUnderLoadLosesNoOperationAndKeepsTheService() throws Exception {
        AioFactory factory = service(AioFactory.class);
        ServiceReference<AioFactory> before =
                references(AioFactory.class, "default").get(0);
        try (Load load = new Load(factory, 200)) {
            for (int max : new int[] {8, 1, 5, 2, 12, 3}) {
                configuration.update(
                        Map.of("threads.min", 1, "threads.max", max, "threads.spare", 0, "idle.time", 60_000L));
                eventually("threads.max " + max + " in force")
                        .until(() -> statistics.snapshot().config().threadsMax() == max);
                eventually(max + " threads").until(() -> completionThreads("default") == max);
                long soFar = load.completed();
                eventually("traffic goes on").until(() -> load.completed() > soFar + 10_000);
                assertTrue("no more than " + max, completionThreads("default") <= max);
            }
            load.endTraffic();
            eventually("all completed").until(load::isQuiet);
            assertEquals(load.started(), load.completed());
            assertEquals(List.of(), List.copyOf(load.violations()));
        }
        assertEquals(
                "the service was not replaced",
                before,
                references(AioFactory.class, "default").get(0));
    }

    @Test
    public void idleThreadsEndAfterTheIdleTime() throws Exception {
        configuration.update(Map.of("threads.min", 1, "threads.max", 6, "idle.time", 20L));
        eventually("in force").until(() -> statistics.snapshot().config().threadsMax() == 6);
        try (Load load = new Load(service(AioFactory.class), 200)) {
            eventually("several threads").until(() -> completionThreads("default") > 1);
            assertEquals(List.of(), List.copyOf(load.violations()));
        }
        eventually("one thread").until(() -> completionThreads("default") <= 1);
    }

    @Test
    public void aBadValueIsRefusedWithItsNameAndRangeAndTheOldOnesStay() throws Exception {
        configuration.update(Map.of("threads.min", 2, "threads.max", 4));
        eventually("in force").until(() -> statistics.snapshot().config().threadsMax() == 4);
        String old = config();
        refused(Map.of("threads.min", 0), "threads.min must be 1 to 1024, not 0");
        refused(
                Map.of("threads.min", 5, "threads.max", 4),
                "threads.max must be 5 to 1024, not 4, because threads.min is 5");
        refused(Map.of("threads.spare", -1), "threads.spare must be 0 to 1024, not -1");
        refused(Map.of("thread.priority", 11), "thread.priority must be 1 to 10, not 11");
        refused(Map.of("idle.time", 0L), "idle.time must be 1 ms to 86400000 ms, not 0 ms");
        refused(Map.of("handles.max", 0), "handles.max must be 1 to 2147483647, not 0");
        refused(Map.of("drain.time", -1L), "drain.time must be 0 ms to 3600000 ms, not -1 ms");
        refused(Map.of("slow.callback", 0L), "slow.callback must be 1 ms to 86400000 ms, not 0 ms");
        refused(Map.of("file.threads", 2_000), "file.threads must be 1 to 1024, not 2000");
        assertEquals(old, config());
        assertTrue(
                "the service is still there",
                !references(AioFactory.class, "default").isEmpty());

        configuration.update(Map.of("threads.max", 9));
        eventually("a good one is taken again")
                .until(() -> statistics.snapshot().config().threadsMax() == 9);
    }

    @Test
    public void durationsMayHaveUnitsAndChangesAndUnknownKeysAreLogged() throws Exception {
        try (LogCapture log = new LogCapture()) {
            configuration.update(Map.of("idle.time", "2s", "handles.max", "64k", "thread.max", 4));
            eventually("in force").until(() -> statistics.snapshot().config().handlesMax() == 65_536);
            assertEquals(Duration.ofSeconds(2), statistics.snapshot().config().idleTime());
            eventually("the change")
                    .until(() -> log.infos().stream()
                            .anyMatch(text -> text.startsWith("Configuration io.helve.aio is in force: ")
                                    && text.contains("idle.time 60000 ms -> 2000 ms")
                                    && text.contains("handles.max no limit -> 65536")));
            eventually("the nearest key")
                    .until(() -> log.warnings().stream()
                            .anyMatch(text -> text.contains(
                                    "the key thread.max, which nothing reads; did you mean threads.max?")));
        }
    }

    private void refused(Map<String, ?> values, String message) throws Exception {
        String old = config();
        try (LogCapture log = new LogCapture()) {
            configuration.update(values);
            eventually("an error about " + values)
                    .until(() -> log.errors().stream().anyMatch(error -> error.contains(message)));
        }
        assertEquals(old, config());
    }

    private String config() {
        return statistics.snapshot().config().toString();
    }
}
