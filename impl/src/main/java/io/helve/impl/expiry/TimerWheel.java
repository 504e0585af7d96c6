package io.helve.impl.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * A hierarchical timing wheel into which any thread inserts without a lock, while one thread turns it.
 *
 * <p>There are four levels. A slot of the finest is a tick (about 0.26 ms) wide, a slot of each further level 256 times
 * as wide as one below. A level has 512 slots but timers are put at most 256 ahead, so that the slots that are being
 * emptied and those that are being filled never meet, even when the turning thread is late; it moves at most 256 ticks
 * at a time. A slot is a stack linked through the timers. When its time begins it is taken as a whole: what is due
 * comes up, the rest goes down to a finer level. So a timer is touched at most four times whatever its distance, and
 * bitmaps of occupied slots make the next event a matter of a few instructions: nothing is scanned, and nothing ticks
 * while nothing is due.
 *
 * <p>Inserting and turning are ordered by full fences: the inserting thread fills the slot, marks it and then looks at
 * the tick again; the turning thread publishes the tick and then looks at the marks. If the slot's time has passed when
 * the inserting thread looks, it marks it as astray, and the slot is taken once more.
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

    /** Up to where slots have been or are being emptied; published before that. */
    private volatile long tick;

    /** Up to where slots have been emptied; used by the turning thread only. */
    private long done;

    /**
     * Puts a timer where it comes up at or after a deadline, about a tick late at most. The caller has scheduled it.
     *
     * @return the time at which the wheel must be turned for it; it may have passed
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
     * @param now until when
     * @param comesUp gets each timer whose time has come, not scheduled any more
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
     * Passes over any number of ticks in which nothing is due. Only what was inserted just now, by a thread that has
     * not seen the new tick, can be there: so each of the slots that such a thread may use is looked at once.
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

    /** Empties a slot: what is due comes up, what nobody owns goes, the rest finds its place anew. */
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
     * Removes the timers whose owners have let go of them; called by the turning thread.
     *
     * @return how many are left
     */
    int sweep(Consumer<Timer> comesUp) {
        return takeAll(occupied, comesUp);
    }

    /**
     * Returns when the wheel has to be turned next; called by the turning thread.
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
