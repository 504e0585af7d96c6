package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.aio.AioError;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What traffic noted that must never be. */
final class Violations {
    private final Queue<String> noted = new ConcurrentLinkedQueue<>();
    private volatile Set<AioError> endings = Set.of();

    /** From now on operations may end so. */
    void mayEnd(AioError... errors) {
        endings = Set.of(errors);
    }

    boolean mayEndWith(AioError error) {
        return endings.contains(error);
    }

    void add(String what) {
        noted.add(what);
    }

    void assertNone() {
        assertEquals(List.of(), List.copyOf(noted));
    }
}
