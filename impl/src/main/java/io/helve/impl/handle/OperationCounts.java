package io.helve.impl.handle;

import io.helve.aio.AioCounters;
import io.helve.aio.AioError;

/**
 * Counts the operations of one handle by their outcome, or the operations of all released handles of a list. There is
 * one writer at a time, so the counters need no atomic updates.
 */
final class OperationCounts {
    private long started;
    private long succeeded;
    private long failed;
    private long cancelled;
    private long timedOut;
    private long stopped;

    /** Whether an operation has started and its end has not been counted. */
    private boolean inProgress;

    void started() {
        started++;
        inProgress = true;
    }

    /** {@return how many operations have started} */
    long operations() {
        return started;
    }

    boolean anyStarted() {
        return started > 0;
    }

    /** Counts the outcome of the operation in progress; does nothing if the operation was counted already. */
    void ended(AioError error) {
        if (!inProgress) {
            return;
        }
        if (error
                == AioError.OK) { // no switch: it needs a class of its own, whose initialisation may overflow the stack
            succeeded++;
        } else if (error == AioError.ECANCELED) {
            cancelled++;
        } else if (error == AioError.ETIMEDOUT) {
            timedOut++;
        } else if (error == AioError.ESTOPPED) {
            stopped++;
        } else {
            failed++;
        }
        inProgress = false;
    }

    void add(OperationCounts other) {
        started += other.started;
        succeeded += other.succeeded;
        failed += other.failed;
        cancelled += other.cancelled;
        timedOut += other.timedOut;
        stopped += other.stopped;
    }

    AioCounters toCounters(long allocated, long open) {
        return new AioCounters(allocated, open, started, succeeded, failed, cancelled, timedOut, stopped);
    }
}
