package io.helve.net.eventloop;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;

/**
 * How many connections listeners have accepted that are open, and how many bytes of the heap these connections count
 * for: for all tenants, and for one. So peers of one tenant neither fill the heap nor lock the peers of others out.
 */
final class AcceptedConnections {
    private final String whose;

    @GuardedBy("this")
    private long most;

    @GuardedBy("this")
    private long mostBytes;

    @GuardedBy("this")
    private long count;

    @GuardedBy("this")
    private long bytes;

    /**
     * Creates a counter.
     *
     * @param whose whose connections these are, for messages
     * @param most how many there may be
     * @param mostBytes how many bytes they may count for
     */
    AcceptedConnections(String whose, long most, long mostBytes) {
        this.whose = whose;
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Changes how many there may be. */
    synchronized void setMost(long newMost) {
        most = newMost;
    }

    /**
     * Counts a connection.
     *
     * @param cost how many bytes it counts for
     * @throws AioException {@code ENOFILES} or {@code ENOMEM} if there are as many as may be
     */
    synchronized void enter(int cost) {
        if (count >= most) {
            throw new AioException(
                    AioError.ENOFILES, whose + " have " + count + " accepted connections, as many as they may");
        }
        if (bytes + cost > mostBytes) {
            throw new AioException(
                    AioError.ENOMEM,
                    "accepted connections of " + whose + " count for " + bytes
                            + " bytes of the heap, as many as they may");
        }
        count++;
        bytes += cost;
    }

    synchronized void leave(int cost) {
        count--;
        bytes -= cost;
    }

    synchronized long count() {
        return count;
    }

    synchronized long most() {
        return most;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long mostBytes() {
        return mostBytes;
    }
}
