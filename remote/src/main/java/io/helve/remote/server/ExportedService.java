package io.helve.remote.server;

import io.helve.remote.call.MethodTable;
import java.util.concurrent.atomic.LongAdder;

/** A service that can be called from afar. */
public final class ExportedService {
    private final Object service;
    private final MethodTable methods;
    private final CallQuota quota;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * Creates an exported service.
     *
     * @param service the object
     * @param methods the methods that may be called
     * @param callsMax how many calls may be in progress
     */
    public ExportedService(Object service, MethodTable methods, int callsMax) {
        this.service = service;
        this.methods = methods;
        this.quota = new CallQuota(callsMax);
    }

    Object service() {
        return service;
    }

    MethodTable methods() {
        return methods;
    }

    CallQuota quota() {
        return quota;
    }

    void count(boolean failed) {
        calls.increment();
        if (failed) {
            failures.increment();
        }
    }

    /** {@return how many calls have ended} */
    public long calls() {
        return calls.sum();
    }

    /** {@return how many calls have ended with an exception of the service} */
    public long failures() {
        return failures.sum();
    }

    /** {@return how many calls are in progress} */
    public int running() {
        return quota.running();
    }
}
