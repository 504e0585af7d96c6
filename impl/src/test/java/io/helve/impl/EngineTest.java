package io.helve.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A test with a runtime of its own. After each test the runtime is closed, its counters must add up, no handle may be
 * open, no thread of ours be left, and nothing have been logged that the test has not taken note of.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineTest {
    /** Long enough for any machine; reaching it means failure. */
    protected static final Duration SOON = Duration.ofSeconds(20);

    protected AioRuntime runtime;
    protected AioFactory factory;
    protected CapturedLog log;
    private final List<AioRuntime> opened = new ArrayList<>();

    /** What a test that failed has left behind, so that only that one fails. */
    private Set<Thread> leftByOthers;

    @BeforeEach
    final void openRuntime() {
        log = new CapturedLog();
        leftByOthers = living();
        runtime = open(config().build());
        factory = runtime.factory();
    }

    /** {@return the settings of the test's runtime} */
    protected AioConfig.Builder config() {
        // on a machine that stalls any callback may look slow
        return AioConfig.builder().pool("test").drainTime(Duration.ofSeconds(2)).slowCallback(Duration.ofDays(1));
    }

    /** Opens a further runtime, closed and checked after the test as well. */
    protected final AioRuntime open(AioConfig config) {
        AioRuntime another = AioRuntime.open(config);
        opened.add(another);
        return another;
    }

    @AfterEach
    final void nothingIsLeft() {
        try {
            for (AioRuntime each : opened) {
                each.close();
                assertAddsUp(each);
            }
            eventually(() -> leftByOthers.containsAll(living()));
            log.assertNothingLeft();
        } finally {
            log.close();
        }
    }

    /** Each operation that was started has ended in exactly one of the five ways, and no handle is open. */
    static void assertAddsUp(AioRuntime closed) {
        AioCounters total = closed.snapshot().total();
        assertEquals(0, total.open(), () -> "open handles: " + total);
        assertEquals(total.started(), total.completed(), () -> "started, and ended: " + total);
        assertEquals(0, closed.snapshot().queued(), "queued completions");
        assertEquals(0, closed.snapshot().threads(), "completion threads");
    }

    /** {@return the names of all living threads of ours} */
    protected static List<String> threads() {
        return threads("helve-");
    }

    protected static List<String> threads(String prefix) {
        return living().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    private static Set<Thread> living() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("helve-"))
                .collect(Collectors.toSet());
    }

    protected static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    /** Waits until the handle is idle. */
    protected static void awaitIdle(Aio aio) {
        try {
            assertTrue(aio.await(SOON), () -> "still busy: " + aio);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
