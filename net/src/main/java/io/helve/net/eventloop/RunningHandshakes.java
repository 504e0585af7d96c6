package io.helve.net.eventloop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many accepted connections are in their handshakes: those of all tenants, or of one. A listener does not refuse a
 * connection because of this number. While it is reached, a listener that has several connections in their handshakes
 * closes one of them for each connection that it takes.
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
