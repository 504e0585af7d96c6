package io.helve.ops.jmx;

import io.helve.aio.AioCallbackSnapshot;

/** A running callback as JMX sees it: records are no open types before JDK 21. */
public final class CallbackData {
    private final AioCallbackSnapshot callback;

    CallbackData(AioCallbackSnapshot callback) {
        this.callback = callback;
    }

    /** {@return the name of the tenant} */
    public String getTenant() {
        return callback.tenant();
    }

    /** {@return the name of the class that wrote the callback} */
    public String getCallback() {
        return callback.callback();
    }

    /** {@return the name of the thread} */
    public String getThread() {
        return callback.thread();
    }

    /** {@return the id of the thread, for the MXBean of threads} */
    public long getThreadId() {
        return callback.threadId();
    }

    /** {@return for how long the watchdog has seen the callback run, in milliseconds} */
    public long getRunningMillis() {
        return callback.running().toMillis();
    }
}
