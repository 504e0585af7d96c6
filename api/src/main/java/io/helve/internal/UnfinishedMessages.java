package io.helve.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The messages of one tenant of which a part has arrived, and how many bytes of the heap they hold together: a peer may
 * announce a long message and send it slowly, and so may thousands. When the budget is used up, the message whose peer
 * has sent nothing for the longest time gives way, with its connection. If all peers have sent within
 * {@value #GRACE_MILLIS} milliseconds, the message that needs more memory gives way. A message that is the only one may
 * become as long as its socket allows. Messages that hold {@value #FREE} bytes or less do not count: each connection
 * counts for as much itself.
 *
 * <p>Any thread may call the methods, for one message only one thread at a time. What gives way is told after the lock
 * has been released.
 */
public final class UnfinishedMessages {
    /** How many bytes a message may hold that does not count. */
    public static final int FREE = 16 << 10;

    /** The part of the greatest heap that the unfinished messages of all tenants may hold. */
    private static final int SHARE = 4;

    private static final long GRACE_MILLIS = 100;
    private static final long GRACE_NANOS = GRACE_MILLIS * 1_000_000;

    /** The message of a connection of which a part has arrived, and again the next one. */
    public static final class Entry {
        private final Runnable giveUp;
        private long bytes;
        private long heard;
        private boolean hasGivenWay;
        private Entry previous;
        private Entry next;

        /**
         * Creates an entry that holds nothing.
         *
         * @param giveUp closes the connection; any thread may call it
         */
        public Entry(Runnable giveUp) {
            this.giveUp = giveUp;
        }
    }

    private final MemoryBudget all;
    private final long most;
    private final LongSupplier clock;

    /** The ends of the list of the messages that count; the peer of the first one has been silent for the longest. */
    @GuardedBy("this")
    private Entry first;

    @GuardedBy("this")
    private Entry last;

    @GuardedBy("this")
    private long used;

    /**
     * Creates the messages of a tenant.
     *
     * @param all the budget of all tenants
     */
    public UnfinishedMessages(MemoryBudget all) {
        this(all, all.limit() / 2, System::nanoTime);
    }

    /**
     * Creates the messages of a tenant.
     *
     * @param all the budget of all tenants
     * @param most how many bytes those of this tenant may hold
     * @param clock tells the time in nanoseconds
     */
    public UnfinishedMessages(MemoryBudget all, long most, LongSupplier clock) {
        this.all = all;
        this.most = most;
        this.clock = clock;
    }

    /** {@return a budget for the unfinished messages of all tenants: a quarter of the greatest heap} */
    public static MemoryBudget newBudget() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /**
     * Tells how many bytes a message holds after its peer has sent some, or that it needs more for what has come.
     *
     * @param entry the message
     * @param bytes how many bytes it holds, or will hold
     * @return false if the message has to give way: the caller then frees the message and closes the connection
     */
    public boolean holds(Entry entry, long bytes) {
        if (bytes <= FREE && entry.bytes == 0) {
            return true;
        }
        List<Entry> gone = null;
        boolean stays;
        synchronized (this) {
            long more = bytes - entry.bytes;
            while (!entry.hasGivenWay && more > 0 && !reserve(entry, more)) {
                Entry silent = first == null || !isSilent(first) ? entry : first;
                remove(silent);
                silent.hasGivenWay = true;
                if (silent != entry) {
                    gone = gone == null ? new ArrayList<>() : gone;
                    gone.add(silent);
                }
            }
            stays = !entry.hasGivenWay;
            if (stays) {
                if (more < 0) {
                    release(-more);
                }
                unlink(entry);
                entry.bytes = bytes;
                entry.heard = clock.getAsLong();
                append(entry);
            }
        }
        if (gone != null) {
            gone.forEach(each -> each.giveUp.run());
        }
        return stays;
    }

    /**
     * The message is complete, or was freed.
     *
     * @param entry the message
     */
    public void ended(Entry entry) {
        if (entry.bytes > 0) {
            synchronized (this) {
                remove(entry);
            }
        }
    }

    /** {@return how many bytes the messages hold} */
    public synchronized long used() {
        return used;
    }

    @GuardedBy("this")
    private boolean isSilent(Entry entry) {
        return clock.getAsLong() - entry.heard >= GRACE_NANOS;
    }

    @GuardedBy("this")
    private boolean reserve(Entry entry, long more) {
        if (used == entry.bytes) {
            all.take(more); // the only message
        } else if (used + more > most || !all.reserve(more)) {
            return false;
        }
        used += more;
        return true;
    }

    @GuardedBy("this")
    private void release(long bytes) {
        used -= bytes;
        all.release(bytes);
    }

    @GuardedBy("this")
    private void remove(Entry entry) {
        unlink(entry);
        release(entry.bytes);
        entry.bytes = 0;
    }

    @GuardedBy("this")
    private void append(Entry entry) {
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
    }

    @GuardedBy("this")
    private void unlink(Entry entry) {
        if (entry.previous == null && first != entry) {
            return; // not in the list
        }
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
    }
}
