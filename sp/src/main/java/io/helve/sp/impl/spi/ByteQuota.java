package io.helve.sp.impl.spi;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many bytes the buffers of one socket hold, and may hold. A message fits as long as there is any room, so each
 * limit can be passed by one message. What all sockets of a tenant may hold together is shared out in portions, so that
 * they seldom meet. Guarded by the socket's lock.
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

    /** {@return how many bytes are held} */
    public long held() {
        return held;
    }

    /** {@return whether a message may be added} */
    public boolean hasRoom() {
        return !closed && held < limit && (held < portion || shared == null || shared.get() < sharedLimit.getAsLong());
    }

    /** A message has been added. */
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

    /** A message has been taken out. */
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

    /** Ends the quota: the socket is closed and holds nothing. */
    public void close() {
        closed = true;
        if (shared != null) {
            giveBack(portion);
            shared = null;
        }
    }
}
