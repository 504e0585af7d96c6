package io.helve.impl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.testkit.Await;
import io.helve.testkit.CapturedLog;
import io.helve.testkit.HelveRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test of handles, with a runtime of its own. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineTest {
    /** Long enough for any machine; reaching it means failure. */
    protected static final Duration SOON = Await.SOON;

    @RegisterExtension
    protected final HelveRuntime helve = new HelveRuntime(() -> config().build());

    protected AioRuntime runtime;
    protected AioFactory factory;
    protected CapturedLog log;

    @BeforeEach
    final void openRuntime() {
        runtime = helve.runtime();
        factory = helve.factory();
        log = helve.log();
    }

    /** {@return the settings of the test's runtime} */
    protected AioConfig.Builder config() {
        return HelveRuntime.settings();
    }

    /** Opens a further runtime, closed and checked after the test as well. */
    protected final AioRuntime open(AioConfig config) {
        return helve.open(config);
    }

    /** {@return the names of all living threads of ours} */
    protected static List<String> threads() {
        return HelveRuntime.threads();
    }

    protected static List<String> threads(String prefix) {
        return threads().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    protected static void eventually(Callable<Boolean> condition) {
        Await.eventually(condition);
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
