package io.helve.remote.server;

import io.helve.sp.SpSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots of a server. One slot receives; when it has a call, another one takes its place, a free one or a new one. At
 * the limit nobody receives until a slot becomes free, and calls wait in their connections.
 */
final class CallSlots {
    private final CallServer server;
    private final SpSocket socket;
    private final int most;
    private final Queue<CallSlot> all = new ConcurrentLinkedQueue<>();
    private final Queue<CallSlot> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Whether no slot receives, since none was free. The next one that becomes free takes the note and receives. */
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
            next = free.poll(); // it may have become free before the note was there
            if (next == null) {
                return;
            }
            if (!starved.compareAndSet(true, false)) {
                free.add(next); // another slot has taken the note
                return;
            }
        }
        next.receive();
    }

    /** {@return a new slot; null if there are as many as there may be} */
    private CallSlot open() {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return null;
        }
        CallSlot opened = new CallSlot(server, socket);
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
        if (starved.get() && free.remove(slot)) { // the note may have come before the slot was free
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
