package io.helve.remote.server;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls may be in progress. */
final class CallQuota {
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    CallQuota(int most) {
        this.most = most;
    }

    /** {@return whether a further call may begin; the call must then end with {@link #leave}} */
    boolean enter() {
        int before = running.get();
        while (before < most) {
            if (running.compareAndSet(before, before + 1)) {
                return true;
            }
            before = running.get();
        }
        return false;
    }

    void leave() {
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }
}
