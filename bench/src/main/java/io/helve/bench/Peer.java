package io.helve.bench;

import java.util.function.IntConsumer;

/** A peer in the comparison of handles: Helve, or another library of the JVM that can do the same. */
enum Peer {
    /** Handles whose operations come from {@code AioOperation.start}. */
    HELVE("helve"),
    /** Handles whose operations come from {@code AioOperation.startExclusive}. */
    HELVE_EXCLUSIVE("helve-exclusive"),
    /** {@code CompletableFuture} on a {@code ForkJoinPool}. */
    FUTURES("futures"),
    /** {@code ScheduledThreadPoolExecutor}. */
    SCHEDULED("scheduled"),
    /** Netty's {@code HashedWheelTimer}. */
    WHEEL("wheel");

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    static Peer of(String title) {
        for (Peer peer : values()) {
            if (peer.title.equals(title)) {
                return peer;
            }
        }
        throw new IllegalArgumentException("no such peer: " + title);
    }

    boolean isHelve() {
        return this == HELVE || this == HELVE_EXCLUSIVE;
    }

    EmptyProvider provider() {
        if (!isHelve()) {
            throw unfit();
        }
        return new EmptyProvider(this == HELVE_EXCLUSIVE);
    }

    Chains chains(int inFlight, boolean timeout) {
        return switch (this) {
            case HELVE, HELVE_EXCLUSIVE -> new HandleChains(provider(), inFlight, timeout);
            case FUTURES -> new FutureChains(inFlight, timeout);
            default -> throw unfit();
        };
    }

    Handoff handoff() {
        return switch (this) {
            case HELVE, HELVE_EXCLUSIVE -> new HandleHandoff(provider());
            case FUTURES -> new FutureHandoff();
            default -> throw unfit();
        };
    }

    /**
     * Returns timers, of which {@code sleeps} can run at once; {@code fired} gets the index of each timer that ends.
     */
    Timers timers(int sleeps, IntConsumer fired) {
        return switch (this) {
            case HELVE, HELVE_EXCLUSIVE -> new HandleTimers(provider(), sleeps, fired);
            case SCHEDULED -> new ScheduledTimers(fired);
            case WHEEL -> new WheelTimers(fired);
            default -> throw unfit();
        };
    }

    private IllegalArgumentException unfit() {
        return new IllegalArgumentException(title + " has no such case");
    }
}
