package io.helve.remote.server;

import io.helve.internal.LogThrottle;
import io.helve.remote.call.CallCounts;
import io.helve.remote.call.MethodTable;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A service that can be called from afar. */
public final class ExportedService {
    private final Object service;
    private final ServiceIdentity identity;
    private final MethodTable methods;
    private final CallQuota quota;
    private final CallCounts counts = new CallCounts();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder busy = new LongAdder();

    /** For calls that guards refuse. */
    private final LogThrottle throttle = new LogThrottle(System::nanoTime);

    /**
     * Creates an exported service.
     *
     * @param service the object
     * @param identity what guards are told of it
     * @param methods the methods that may be called
     * @param callsMax how many calls may be in progress
     */
    public ExportedService(Object service, ServiceIdentity identity, MethodTable methods, int callsMax) {
        this.service = service;
        this.identity = identity;
        this.methods = methods;
        this.quota = new CallQuota(callsMax);
    }

    Object service() {
        return service;
    }

    ServiceIdentity identity() {
        return identity;
    }

    MethodTable methods() {
        return methods;
    }

    CallQuota quota() {
        return quota;
    }

    /** {@return the names of its exported interfaces} */
    public List<String> interfaces() {
        return identity.interfaces();
    }

    /** {@return what counts the calls} */
    public CallCounts counts() {
        return counts;
    }

    /** Counts a call that has found too many others in progress. */
    void refusedAsBusy() {
        busy.increment();
    }

    /**
     * Counts a call that a guard has refused.
     *
     * @param text who has called which method
     * @return how many such calls before were not logged, or {@link LogThrottle#SILENT} if this one is not to be logged
     */
    long refused(String text) {
        refusals.increment();
        counts.note("refused: " + text);
        return throttle.next();
    }

    /** {@return how many calls guards have refused} */
    public long refusals() {
        return refusals.sum();
    }

    /** {@return how many calls have found too many others in progress} */
    public long busy() {
        return busy.sum();
    }

    /** {@return how many calls have ended} */
    public long calls() {
        return counts.calls();
    }
}
