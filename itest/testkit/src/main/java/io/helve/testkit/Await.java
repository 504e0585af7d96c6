package io.helve.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions. Needs no test framework, so that tests of any framework can use this class. */
public final class Await {
    /** Long enough for any machine; a wait that reaches it has failed. */
    public static final Duration SOON = Duration.ofSeconds(60);

    private Await() {}

    /**
     * Waits until a condition holds; fails if it does not hold {@linkplain #SOON soon}.
     *
     * @param condition looked at every few milliseconds
     */
    public static void eventually(Callable<Boolean> condition) {
        every(2, Awaitility.await(), SOON).until(condition);
    }

    /**
     * Begins to wait for a condition, {@linkplain #SOON long enough} for any machine. Awaitility's own method of this
     * name gives up after ten seconds.
     *
     * @return the wait, to be given the condition
     */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(SOON);
    }

    /**
     * Begins to wait for a condition with a name, which the failure shows.
     *
     * @param what what the test waits for
     * @return the wait, to be given the condition
     */
    public static ConditionFactory eventually(String what) {
        return eventually(what, SOON);
    }

    /**
     * Begins to wait for a condition with a name, which the failure shows.
     *
     * @param what what the test waits for
     * @param limit how long the test waits at most
     * @return the wait, to be given the condition
     */
    public static ConditionFactory eventually(String what, Duration limit) {
        return every(5, Awaitility.await(what), limit);
    }

    private static ConditionFactory every(long millis, ConditionFactory wait, Duration limit) {
        return wait.atMost(limit).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(millis));
    }
}
