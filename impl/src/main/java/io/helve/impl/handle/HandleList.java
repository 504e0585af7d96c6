package io.helve.impl.handle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioCounters;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the open handles of a tenant, linked through themselves. A tenant has several lists, so that threads rarely
 * contend for a list's lock.
 */
final class HandleList {
    /** The sums of the counters of handles that were released. */
    @GuardedBy("this")
    private final OperationCounts past = new OperationCounts();

    /**
     * The index of this list among the lists of the tenant. The numbers of its handles are {@code index} modulo
     * {@code lists}.
     */
    private final int index;

    /** How many lists the tenant has. */
    private final int lists;

    @GuardedBy("this")
    private Handle first;

    @GuardedBy("this")
    private long allocated;

    @GuardedBy("this")
    private int open;

    @GuardedBy("this")
    private boolean closed;

    HandleList(int index, int lists) {
        this.index = index;
        this.lists = lists;
    }

    /** {@return false if the list has been closed} */
    synchronized boolean add(Handle handle) {
        if (closed) {
            return false;
        }
        handle.nextOpen = first;
        if (first != null) {
            first.previousOpen = handle;
        }
        first = handle;
        allocated++;
        handle.number = allocated * lists + index;
        handle.allocatedAt = System.nanoTime();
        open++;
        return true;
    }

    /** Removes a handle. Does nothing if it has been removed. */
    synchronized void remove(Handle handle) {
        if (handle.unlisted) {
            return;
        }
        past.add(handle.counts);
        handle.unlisted = true;
        if (handle.previousOpen != null) {
            handle.previousOpen.nextOpen = handle.nextOpen;
        } else {
            first = handle.nextOpen;
        }
        if (handle.nextOpen != null) {
            handle.nextOpen.previousOpen = handle.previousOpen;
        }
        handle.previousOpen = null;
        handle.nextOpen = null;
        open--;
        if (closed) {
            notifyAll();
        }
    }

    /** Admits no more handles. */
    synchronized List<Handle> close() {
        closed = true;
        return handles();
    }

    synchronized List<Handle> handles() {
        List<Handle> handles = new ArrayList<>(open);
        for (Handle handle = first; handle != null; handle = handle.nextOpen) {
            handles.add(handle);
        }
        return handles;
    }

    /** Waits until all handles have left the list, or until the deadline. */
    synchronized boolean awaitEmpty(long deadline) throws InterruptedException {
        while (open > 0) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    synchronized AioCounters counters() {
        OperationCounts sum = new OperationCounts();
        sum.add(past);
        for (Handle handle = first; handle != null; handle = handle.nextOpen) {
            sum.add(handle.counts);
        }
        return sum.toCounters(allocated, open);
    }
}
