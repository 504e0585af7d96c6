package io.helve.remote.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the calls and workers of each caller, over all servers. A caller is identified by certificate, user or
 * address, not by connection, because a caller may open any number of connections.
 */
final class CallerShares {
    private final int callsMax;
    private final int workers;
    private final Map<Object, CallerShare> shares = new ConcurrentHashMap<>();

    /**
     * Creates shares.
     *
     * @param callsMax how many calls of a caller may be in progress
     * @param workers how many workers may have calls of a caller
     */
    CallerShares(int callsMax, int workers) {
        this.callsMax = callsMax;
        this.workers = workers;
    }

    /**
     * {@return the share of a caller, which the call has entered; null if the caller has too many calls in progress}
     */
    CallerShare enter(Object caller) {
        boolean[] entered = new boolean[1];
        CallerShare share = shares.compute(caller, (key, known) -> {
            CallerShare present = known == null ? new CallerShare(workers) : known;
            entered[0] = present.enter(callsMax);
            return present;
        });
        return entered[0] ? share : null;
    }

    /** Called when a call that has entered the share of its caller has ended. */
    void leave(Object caller) {
        shares.computeIfPresent(caller, (key, share) -> share.leave() ? null : share);
    }
}
