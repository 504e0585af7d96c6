package io.helve.net.eventloop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many accepted connections are in their handshakes, of all tenants or of one tenant. A listener refuses no
 * connection because of the limit. While the limit is reached, a listener with several connections in their handshakes
 * closes one of these connections for each connection that it accepts.
 */
final class RunningHandshakes {
    private final AtomicInteger running = new AtomicInteger();
    private volatile long most;

    RunningHandshakes(long most) {
        this.most = most;
    }

    void setMost(long newMost) {
        most = newMost;
    }

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
    }

    boolean areFull() {
        return running.get() >= most;
    }
}
