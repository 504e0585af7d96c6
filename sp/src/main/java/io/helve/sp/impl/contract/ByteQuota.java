package io.helve.sp.impl.contract;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts and limits the bytes in the buffers of one socket. A message fits as long as there is any room, so each limit
 * can be exceeded by one message. A socket reserves the tenant's shared bytes in portions, so that the sockets of a
 * tenant rarely contend. Guarded by the socket's lock.
 */
public final class ByteQuota {
    /** The largest portion. */
    private static final long MOST = 64 << 10;

    /** The bytes that all sockets of the tenant have reserved; null if there is no quota for the tenant. */
    private AtomicLong shared;

    private LongSupplier sharedLimit;
    private long limit = Long.MAX_VALUE;
    private long held;

    /**
     * How many of the shared bytes this socket has reserved. The held bytes exceed the reservation by one message at
     * most.
     */
    private long portion;

    private boolean closed;

    /** Creates a quota without limits. */
    public ByteQuota() {}

    public void share(AtomicLong newShared, LongSupplier newSharedLimit) {
        shared = newShared;
        sharedLimit = newSharedLimit;
    }

    /** Changes the socket's own limit; messages in its queues are kept. */
    public void setLimit(long newLimit) {
        limit = newLimit;
    }

    /** {@return the number of bytes in the buffers} */
    public long held() {
        return held;
    }

    /** {@return whether a message may be added} */
    public boolean hasRoom() {
        return !closed && held < limit && (held < portion || shared == null || shared.get() < sharedLimit.getAsLong());
    }

    /** Counts a message that was added to a buffer. */
    public void take(int bytes) {
        held += bytes;
        if (held > portion && shared != null) {
            long needed = held - portion;
            long left = Math.max(0, sharedLimit.getAsLong() - shared.get());
            long more = Math.max(needed, Math.min(left, size()));
            portion += more;
            shared.addAndGet(more);
        }
    }

    /** Counts a message that was taken out of a buffer. */
    public void give(int bytes) {
        held -= bytes;
        if (shared != null && portion - held > 2 * size()) {
            giveBack(portion - held - size());
        }
    }

    /**
     * {@return the size of a portion: small enough that the unused portions of many sockets do not exhaust the quota}
     */
    private long size() {
        return Math.min(MOST, sharedLimit.getAsLong() >> 8);
    }

    private void giveBack(long bytes) {
        portion -= bytes;
        shared.addAndGet(-bytes);
    }

    /** Ends the quota: the socket is closed, and its buffers are empty. */
    public void close() {
        closed = true;
        if (shared != null) {
            giveBack(portion);
            shared = null;
        }
    }
}
