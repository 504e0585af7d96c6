package io.helve.impl.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * A hierarchical timing wheel into which any thread inserts without a lock, while one thread turns it.
 *
 * <p>The wheel has four levels. A slot of the finest level is one tick (about 0.26 ms) wide, a slot of each further
 * level 256 times as wide as a slot of the level below. A level has 512 slots, but a timer is inserted at most 256
 * slots ahead, and the turning thread moves at most 256 ticks at a time: so no thread fills a slot while the turning
 * thread empties it, even when that thread is late. A slot is a stack linked through the timers. When the time of a
 * slot begins, the turning thread takes the whole stack: timers that are due come up, the others move to a finer level.
 * So a timer is touched at most four times, however far its deadline is. Bitmaps of the occupied slots give the time of
 * the next event in a few instructions: no slots are scanned, and the thread sleeps while no timer is due.
 *
 * <p>Full fences order inserting and turning: the inserting thread fills the slot, marks the slot as occupied and then
 * reads the tick again; the turning thread publishes the tick and then reads the marks. If the time of the slot has
 * passed when the inserting thread reads the tick again, it marks the slot as astray, and the turning thread empties
 * the slot once more.
 */
final class TimerWheel {
    /** Log2 of the nanoseconds in a tick. */
    static final int TICK_SHIFT = 18;

    private static final int LEVELS = 4;
    private static final int RADIX_SHIFT = 8;
    private static final int RADIX = 1 << RADIX_SHIFT;
    private static final int SLOTS = 2 * RADIX;
    private static final int WORDS = SLOTS / 64;
    private static final long HORIZON = (1L << (LEVELS * RADIX_SHIFT)) - 1;
    private static final VarHandle TIMERS = MethodHandles.arrayElementVarHandle(Timer[].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Timer[] slots = new Timer[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS * WORDS];
    private final long[] astray = new long[LEVELS * WORDS];
    private volatile boolean anyAstray;

    /** Slots up to this tick have been or are being emptied; published before the turning thread empties them. */
    private volatile long tick;

    /** Slots up to this tick have been emptied; used by the turning thread only. */
    private long done;

    /**
     * Inserts a timer, which comes up at or after the deadline, about a tick late at most. The caller has scheduled the
     * timer.
     *
     * @return the time at which the wheel must be turned for the timer; the time may have passed
     */
    long insert(Timer timer, long deadline) {
        long from = tick;
        long due = Math.max(from + 1, Math.min(tickAtOrAfter(deadline), from + HORIZON));
        int level = levelOf(due - from);
        long unit = due >>> (level * RADIX_SHIFT);
        int slot = slotOf(level, unit);
        Timer first = (Timer) TIMERS.getVolatile(slots, slot);
        for (; ; ) {
            timer.next = first;
            Timer seen = (Timer) TIMERS.compareAndExchange(slots, slot, first, timer);
            if (seen == first) {
                break;
            }
            first = seen;
        }
        mark(occupied, slot);
        VarHandle.fullFence();
        long event = unit << (level * RADIX_SHIFT);
        if (event <= tick) {
            mark(astray, slot);
            anyAstray = true;
        }
        return event << TICK_SHIFT;
    }

    /**
     * Turns the wheel; called by one thread.
     *
     * @param now the time up to which timers come up
     * @param comesUp gets each timer whose slot has come up; the timer is not scheduled any more
     */
    void turn(long now, Consumer<Timer> comesUp) {
        if (anyAstray) {
            anyAstray = false;
            VarHandle.fullFence();
            takeAll(astray, comesUp);
        }
        long until = now >>> TICK_SHIFT;
        while (done < until) {
            long idleUntil = Math.min(until, nextEvent() - 1);
            if (idleUntil - done > RADIX) {
                skipTo(idleUntil, comesUp);
                continue;
            }
            long step = Math.min(until, done + RADIX);
            tick = step;
            VarHandle.fullFence();
            for (long event = nextEvent(); event <= step; event = nextEvent()) {
                for (int level = LEVELS - 1; level >= 0; level--) {
                    if ((event & ((1L << (level * RADIX_SHIFT)) - 1)) == 0) {
                        take(slotOf(level, event >>> (level * RADIX_SHIFT)), comesUp);
                    }
                }
            }
            done = step;
        }
    }

    /**
     * Passes over any number of ticks in which no timer is due. The skipped slots can only hold timers that another
     * thread has just inserted before it could see the new tick, so each slot that such a thread may have used is
     * checked once.
     */
    private void skipTo(long to, Consumer<Timer> comesUp) {
        tick = to;
        VarHandle.fullFence();
        for (int level = 0; level < LEVELS; level++) {
            long first = done >>> (level * RADIX_SHIFT);
            long last = Math.min(first + RADIX, to >>> (level * RADIX_SHIFT));
            for (int distance = nextOccupied(level, (int) first & (SLOTS - 1));
                    distance > 0 && first + distance <= last;
                    distance = nextOccupied(level, (int) first & (SLOTS - 1))) {
                first += distance;
                take(slotOf(level, first), comesUp);
            }
        }
        done = to;
    }

    /**
     * Empties a slot: timers that are due come up, timers without an owner are dropped, the others are inserted again.
     */
    private int take(int slot, Consumer<Timer> comesUp) {
        LONGS.getAndBitwiseAnd(occupied, slot >>> 6, ~(1L << slot));
        Timer timer = (Timer) TIMERS.getAndSet(slots, slot, null);
        int kept = 0;
        while (timer != null) {
            Timer following = timer.next;
            timer.next = null;
            long deadline = timer.scheduledFor();
            if (timer.owner() == null) {
                timer.unschedule();
            } else if (tickAtOrAfter(deadline) <= tick) {
                timer.unschedule();
                comesUp.accept(timer);
            } else {
                insert(timer, deadline);
                kept++;
            }
            timer = following;
        }
        return kept;
    }

    private int takeAll(long[] marks, Consumer<Timer> comesUp) {
        int kept = 0;
        for (int word = 0; word < marks.length; word++) {
            long bits =
                    marks == astray ? (long) LONGS.getAndSet(marks, word, 0L) : (long) LONGS.getVolatile(marks, word);
            for (; bits != 0; bits &= bits - 1) {
                kept += take(word * 64 + Long.numberOfTrailingZeros(bits), comesUp);
            }
        }
        return kept;
    }

    /**
     * Drops all timers that were released; called by the turning thread.
     *
     * @return the number of timers that are left
     */
    int sweep(Consumer<Timer> comesUp) {
        return takeAll(occupied, comesUp);
    }

    /**
     * Returns the time at which the wheel has to be turned next; called by the turning thread.
     *
     * @return the time, or {@link Timer#NEVER}
     */
    long nextTime() {
        if (anyAstray) {
            return 0;
        }
        long event = nextEvent();
        return event == Timer.NEVER ? Timer.NEVER : event << TICK_SHIFT;
    }

    private long nextEvent() {
        long next = Timer.NEVER;
        for (int level = 0; level < LEVELS; level++) {
            long unit = done >>> (level * RADIX_SHIFT);
            int distance = nextOccupied(level, (int) unit & (SLOTS - 1));
            if (distance > 0) {
                next = Math.min(next, (unit + distance) << (level * RADIX_SHIFT));
            }
        }
        return next;
    }

    /** {@return how far the next occupied slot of a level is, from 1, or 0 if there is none} */
    private int nextOccupied(int level, int from) {
        int start = from + 1;
        for (int i = 0; i <= WORDS; i++) {
            int word = (start >>> 6) + i;
            long bits = (long) LONGS.getVolatile(occupied, level * WORDS + word % WORDS);
            if (i == 0) {
                bits &= -1L << start;
            } else if (i == WORDS) {
                bits &= (1L << start) - 1;
            }
            if (bits != 0) {
                return word * 64 + Long.numberOfTrailingZeros(bits) - from;
            }
        }
        return 0;
    }

    private static void mark(long[] marks, int slot) {
        long bit = 1L << slot;
        if (((long) LONGS.getVolatile(marks, slot >>> 6) & bit) == 0) {
            LONGS.getAndBitwiseOr(marks, slot >>> 6, bit);
        }
    }

    private static int slotOf(int level, long unit) {
        return level * SLOTS + ((int) unit & (SLOTS - 1));
    }

    private static int levelOf(long distance) {
        return distance < RADIX ? 0 : (63 - Long.numberOfLeadingZeros(distance)) / RADIX_SHIFT;
    }

    private static long tickAtOrAfter(long deadline) {
        return (deadline >>> TICK_SHIFT) + ((deadline & ((1L << TICK_SHIFT) - 1)) == 0 ? 0 : 1);
    }
}
