package io.helve.remote.server;

import io.helve.aio.AioException;
import io.helve.sp.SpSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots of a server. One slot receives at a time. When a call has arrived in it, the server lets a free slot
 * receive, or opens a slot. While all slots are in use and no more may be opened, no slot receives: calls wait in their
 * connections until a slot becomes free.
 */
final class CallSlots {
    private final CallServer server;
    private final SpSocket socket;
    private final int most;
    private final Queue<CallSlot> all = new ConcurrentLinkedQueue<>();
    private final Queue<CallSlot> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Whether no slot receives because none was free. The slot that becomes free next clears this flag and receives.
     */
    private final AtomicBoolean starved = new AtomicBoolean();

    private volatile boolean closed;

    CallSlots(CallServer server, SpSocket socket, int most) {
        this.server = server;
        this.socket = socket;
        this.most = most;
    }

    /** Lets a slot receive the next call. Called when the slot that received has a call, and once at the start. */
    void receiveNext() {
        CallSlot next = free.poll();
        if (next == null) {
            next = open();
        }
        if (next == null) {
            starved.set(true);
            next = free.poll(); // a slot may have become free before the flag was set
            if (next == null) {
                return;
            }
            if (!starved.compareAndSet(true, false)) {
                free.add(next); // another slot has cleared the flag and receives
                return;
            }
        }
        next.receive();
    }

    /**
     * {@return a new slot; null if there are as many as there may be, or the bundle has used up its quota of handles:
     * then one of the slots in use receives when its answer is sent}
     *
     * @throws AioException if the first slot cannot be opened
     */
    private CallSlot open() {
        int number = count.incrementAndGet();
        if (number > most) {
            count.decrementAndGet();
            return null;
        }
        CallSlot opened;
        try {
            opened = new CallSlot(server, socket);
        } catch (AioException e) {
            count.decrementAndGet();
            if (number == 1) {
                throw e;
            }
            return null;
        }
        all.add(opened);
        if (closed) { // the slots may have been closed before this one was added
            opened.close();
        }
        return opened;
    }

    /** Takes back a slot whose call is answered. */
    void release(CallSlot slot) {
        if (starved.compareAndSet(true, false)) {
            slot.receive();
            return;
        }
        free.add(slot);
        if (starved.get() && free.remove(slot)) { // the flag may have been set before the slot was added
            release(slot);
        }
    }

    /** Forgets a slot that has ended. */
    void remove(CallSlot slot) {
        all.remove(slot);
        slot.close();
    }

    void close() {
        closed = true;
        all.forEach(CallSlot::close);
        all.clear();
    }
}
