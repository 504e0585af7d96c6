package io.helve.impl.expiry;

/**
 * A hierarchical timing wheel: four levels of 256 slots, the finest a tick (about 0.26 ms) wide, each level 256 times as wide
 * as the one below. A timer moves down a level when its slot's time begins, so it is touched at most four times whatever its
 * distance. Bitmaps of occupied slots make the next event a matter of a few instructions: nothing is scanned, and nothing
 * ticks while no timer is due. Used by one thread only.
 */
final class TimerWheel {
    /** Log2 of the nanoseconds in a tick. */
    static final int TICK_SHIFT = 18;

    private static final int LEVELS = 4;
    private static final int LEVEL_SHIFT = 8;
    private static final int SLOTS = 1 << LEVEL_SHIFT;
    private static final long HORIZON = 1L << (LEVELS * LEVEL_SHIFT);
    private static final long NO_TICK = Long.MAX_VALUE;

    private final Timer[] slots = new Timer[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS * SLOTS / 64];
    private long tick;
    private int size;

    /**
     * Puts a timer where it comes up at or after its deadline, less than a tick late.
     *
     * @return false if the deadline has passed, by the tick that the wheel has reached
     */
    boolean insert(Timer timer, long deadline) {
        long due = tickAtOrAfter(deadline);
        if (due <= tick) {
            return false;
        }
        due = Math.min(due, tick + HORIZON - 1);
        int level = levelOf(due - tick);
        int slot = level * SLOTS + (int) (due >>> (level * LEVEL_SHIFT) & (SLOTS - 1));
        Timer first = slots[slot];
        timer.next = first;
        timer.previous = null;
        if (first != null) {
            first.previous = timer;
        }
        slots[slot] = timer;
        timer.slot = slot;
        timer.scheduledFor = deadline;
        occupied[slot >>> 6] |= 1L << slot;
        size++;
        return true;
    }

    void remove(Timer timer) {
        if (timer.slot < 0) {
            return;
        }
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            slots[timer.slot] = timer.next;
            if (timer.next == null) {
                occupied[timer.slot >>> 6] &= ~(1L << timer.slot);
            }
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        unlinked(timer);
    }

    private void unlinked(Timer timer) {
        timer.next = null;
        timer.previous = null;
        timer.slot = -1;
        timer.scheduledFor = Timer.NEVER;
        size--;
    }

    /**
     * Takes a timer that has come up.
     *
     * @param now the time
     * @return the timer, unlinked, or null if none has come up by now
     */
    Timer poll(long now) {
        long nowTick = now >>> TICK_SHIFT;
        for (; ; ) {
            int current = (int) tick & (SLOTS - 1);
            Timer timer = slots[current];
            if (timer != null && tick <= nowTick) {
                remove(timer);
                return timer;
            }
            long next = nextTick();
            if (next > nowTick) {
                tick = Math.max(tick, nowTick);
                return null;
            }
            tick = next;
            for (int level = LEVELS - 1; level > 0; level--) {
                if ((tick & ((1L << (level * LEVEL_SHIFT)) - 1)) == 0) {
                    cascade(level * SLOTS + (int) (tick >>> (level * LEVEL_SHIFT) & (SLOTS - 1)));
                }
            }
        }
    }

    /** Moves the timers of a slot down to where their own time is. */
    private void cascade(int slot) {
        Timer timer = slots[slot];
        while (timer != null) {
            Timer following = timer.next;
            long deadline = timer.scheduledFor;
            remove(timer);
            if (!insert(timer, deadline)) {
                insertNow(timer, deadline);
            }
            timer = following;
        }
    }

    /** A timer due at this very tick belongs into the finest slot that is being polled. */
    private void insertNow(Timer timer, long deadline) {
        long here = tick;
        tick--;
        insert(timer, here << TICK_SHIFT);
        tick = here;
        timer.scheduledFor = deadline;
    }

    /**
     * Returns when the wheel has to be looked at next.
     *
     * @return the time, or {@link Timer#NEVER}
     */
    long nextTime() {
        if (size == 0) {
            return Timer.NEVER;
        }
        long next = slots[(int) tick & (SLOTS - 1)] != null ? tick : nextTick();
        return next == NO_TICK ? Timer.NEVER : next << TICK_SHIFT;
    }

    /** {@return how many timers there are} */
    int size() {
        return size;
    }

    /** Removes the timers whose owners have let go of them. */
    void sweep() {
        for (Timer first : slots) {
            for (Timer timer = first; timer != null; ) {
                Timer following = timer.next;
                if (timer.owner() == null) {
                    remove(timer);
                }
                timer = following;
            }
        }
    }

    private long nextTick() {
        long next = NO_TICK;
        for (int level = 0; level < LEVELS; level++) {
            long position = tick >>> (level * LEVEL_SHIFT);
            int distance = nextOccupied(level, (int) position & (SLOTS - 1));
            if (distance > 0) {
                next = Math.min(next, (position + distance) << (level * LEVEL_SHIFT));
            }
        }
        return next;
    }

    /** {@return how far the next occupied slot is, 1 to 256 (the same slot, a turn later), or 0 if there is none} */
    private int nextOccupied(int level, int from) {
        int words = SLOTS / 64;
        int base = level * words;
        int start = from + 1;
        for (int i = 0; i <= words; i++) {
            int word = (start >>> 6) + i;
            long bits = occupied[base + word % words];
            if (i == 0) {
                bits &= -1L << start;
            } else if (i == words) {
                bits &= (1L << start) - 1;
            }
            if (bits != 0) {
                return word * 64 + Long.numberOfTrailingZeros(bits) - from;
            }
        }
        return 0;
    }

    private static int levelOf(long distance) {
        int level = 0;
        while (distance >= 1L << ((level + 1) * LEVEL_SHIFT)) {
            level++;
        }
        return level;
    }

    private static long tickAtOrAfter(long deadline) {
        return (deadline >>> TICK_SHIFT) + ((deadline & ((1L << TICK_SHIFT) - 1)) == 0 ? 0 : 1);
    }
}
