package io.helve.races.stress;

import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the stress has done and seen, for a comparison with the engine's counters. */
final class Ledger {
    private static final int MOST_FAULTS = 20;

    /** Operations that have to complete. */
    final LongAdder admitted = new LongAdder();

    /** Operations that have completed, including the callback, with a matching result. */
    final LongAdder matched = new LongAdder();

    /** Callbacks that threw. */
    final LongAdder thrown = new LongAdder();

    /** Whether all handles are being stopped; set before the first of them is stopped. */
    volatile boolean stopping;

    private final LongAdder[] seen = new LongAdder[AioError.values().length];
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    Ledger() {
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new LongAdder();
        }
    }

    void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
            System.err.println("FAULT: " + what);
        }
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void saw(AioError result) {
        seen[result.ordinal()].increment();
    }

    long seen() {
        long sum = 0;
        for (LongAdder one : seen) {
            sum += one.sum();
        }
        return sum;
    }

    private long seen(AioError result) {
        return seen[result.ordinal()].sum();
    }

    /** Compares with the engine's counters, once all handles have been closed. */
    void compare(AioCounters engine) {
        long succeeded = seen(AioError.OK);
        long cancelled = seen(AioError.ECANCELED);
        long timedOut = seen(AioError.ETIMEDOUT);
        long stopped = seen(AioError.ESTOPPED);
        long failed = seen() - succeeded - cancelled - timedOut - stopped;
        AioCounters own =
                new AioCounters(engine.allocated(), 0, seen(), succeeded, failed, cancelled, timedOut, stopped);
        if (!engine.equals(own)) {
            fault("the engine counted " + engine + ", but seen was " + own);
        }
        if (admitted.sum() != matched.sum()) {
            fault(admitted.sum() + " operations were admitted, " + matched.sum() + " completed as they should");
        }
    }

    /** Returns the numbers of results as text for the report. */
    String results() {
        List<String> lines = new ArrayList<>();
        for (AioError error : AioError.values()) {
            if (seen(error) > 0) {
                lines.add(error + " " + seen(error));
            }
        }
        return String.join(", ", lines);
    }
}
