package io.helve.bench.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The state that all connections of one run share. */
final class Run {
    /** What the connections do at present. */
    enum Phase {
        /** The connections work, and nothing is measured. */
        WARMING,
        /** The connections work and are measured. */
        MEASURING,
        /** The connections end after the operation in progress. */
        ENDING
    }

    private final AtomicInteger atWork = new AtomicInteger();
    private volatile Phase phase = Phase.WARMING;
    private volatile Throwable failure;

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    void begun() {
        atWork.incrementAndGet();
    }

    void ended() {
        atWork.decrementAndGet();
    }

    void failed(Throwable cause) {
        failure = cause;
    }

    /** Waits until every connection has ended. */
    void await() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (atWork.get() > 0) {
            if (failure != null) {
                throw new IllegalStateException("a connection failed", failure);
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException("connections do not end: " + atWork);
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
