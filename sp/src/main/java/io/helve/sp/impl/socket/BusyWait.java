package io.helve.sp.impl.socket;

import io.helve.sp.impl.spi.ProtocolContext;

/**
 * How long a blocking call looks again before it blocks: for a while if that was worth it of late, since waking a
 * thread up costs more than what it mostly waits for. After a wait that was short the next may be busy for longer,
 * after one that was not for less, down to none. Between two looks whoever needs the processor has it. It is for
 * conversations inside the process: what comes over connections is brought by an event loop, which needs the processor
 * itself; and for protocols where nothing is lost between two looks ({@link ProtocolContext#mayBePolled}).
 *
 * <p>One for each direction of a channel. Several threads that wait there may overwrite what others have learnt; it is
 * a guess anyway.
 */
final class BusyWait {
    /** The longest, in nanoseconds. */
    static final long LONGEST = 50_000;

    static final long SHORTEST = 2_000;

    /** Alone on its processor one would only keep away whom one waits for. */
    private static final boolean SEVERAL = Runtime.getRuntime().availableProcessors() > 1;

    private final boolean worth;
    private long window;

    BusyWait() {
        this(SEVERAL);
    }

    BusyWait(boolean worth) {
        this.worth = worth;
    }

    /** {@return for how many nanoseconds to look again} */
    long window() {
        return worth ? window : 0;
    }

    /** The event arrived during the busy-wait. */
    void seen() {
        longer();
    }

    /** It has come, or not, after one had blocked; much of such a wait is the waking up. */
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
