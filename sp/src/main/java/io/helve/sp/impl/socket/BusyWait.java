package io.helve.sp.impl.socket;

import io.helve.sp.impl.contract.ProtocolContext;

/**
 * The time for which a blocking call polls before it blocks. Waking a blocked thread up often takes longer than a
 * message between two threads of a process, so polling pays off while waits are short: after a short wait the window
 * doubles, after a wait that is long or outlasts the longest window, the window is halved, down to zero. The polling
 * thread yields its processor between two polls. A channel is polled only if all its pipes are linked to sockets of
 * this process, because an event loop that brings data of a connection needs the processor itself, and only if its
 * protocol loses nothing between two polls ({@link ProtocolContext#mayBePolled}).
 *
 * <p>A channel has one object for each direction. Threads that wait at the same time may overwrite each other's window,
 * which is harmless because the window is a guess.
 */
final class BusyWait {
    /** The longest window, in nanoseconds. */
    static final long LONGEST = 50_000;

    static final long SHORTEST = 2_000;

    /**
     * Whether there are several processors. On a single processor, a polling thread only delays the thread that it
     * waits for.
     */
    private static final boolean SEVERAL = Runtime.getRuntime().availableProcessors() > 1;

    private final boolean worth;
    private long window;

    BusyWait() {
        this(SEVERAL);
    }

    BusyWait(boolean worth) {
        this.worth = worth;
    }

    /** {@return for how many nanoseconds to poll} */
    long window() {
        return worth ? window : 0;
    }

    /** The event arrived during the busy-wait. */
    void seen() {
        longer();
    }

    /**
     * Called after a wait that has blocked, with or without success. Waking up takes a large part of such a wait, so a
     * wait of up to twice {@link #LONGEST} counts as short.
     */
    void blocked(long waited) {
        if (waited > 2 * LONGEST || window == LONGEST) {
            window = window / 2 < SHORTEST ? 0 : window / 2;
        } else {
            longer();
        }
    }

    private void longer() {
        window = Math.min(LONGEST, Math.max(SHORTEST, 2 * window));
    }
}
