package io.helve.net.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.stream.StreamTransfer.Kind;
import io.helve.net.stream.StreamTransfer.State;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The operations of one direction of a stream, in the order in which they were started. Like an
 * {@link io.helve.aio.provider.AioQueue}, but of {@link StreamTransfer}s, because an operation at the head may have
 * been served in part.
 *
 * <p>The caller holds {@link #lock} while it looks at the queue or takes something out, and finishes the operation
 * after it has released the lock.
 */
final class StreamTransferQueue {
    /**
     * The number of handles whose transfers are remembered. More handles can use the stream, but their transfers are
     * allocated anew.
     */
    private static final int REMEMBERED = 4;

    /** Guards this queue, its transfers, and the state of the direction that the operations wait for. */
    final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<StreamTransfer> waiting = new ArrayDeque<>(REMEMBERED);

    /** The transfers of the handles that were used last, so that a busy stream allocates none. */
    @GuardedBy("lock")
    private final StreamTransfer[] remembered = new StreamTransfer[REMEMBERED];

    /** The index in {@link #remembered} of the transfer that is replaced next. */
    @GuardedBy("lock")
    private int oldest;

    private final Supplier<String> peer;
    private final Runnable cancelledDirect;
    private final LongAdder counter;

    /**
     * Makes an empty queue.
     *
     * @param peer what the operations go to, for messages
     * @param cancelledDirect called without the lock when a transfer was cancelled whose buffers the channel uses
     * @param counter counts the bytes that a cancelled operation had transferred; code that finishes an operation in
     *     another way counts the bytes itself
     */
    StreamTransferQueue(Supplier<String> peer, Runnable cancelledDirect, LongAdder counter) {
        this.peer = peer;
        this.cancelledDirect = cancelledDirect;
        this.counter = counter;
    }

    /**
     * Starts an operation and puts it at the end of the queue. Called without the lock.
     *
     * @param aio the handle
     * @param kind what the operation is
     * @return whether the operation is in the queue; otherwise its completion has been taken care of
     */
    boolean start(Aio aio, Kind kind) {
        StreamTransfer transfer = find(aio);
        AioOperation operation = AioOperation.startExclusive(aio, transfer);
        return operation != null && append(transfer, operation, kind);
    }

    /**
     * Finds or makes the transfer of a handle. A transfer that is in use belongs to an operation in progress; then the
     * handle is busy, and starting the next operation fails.
     */
    private StreamTransfer find(Aio aio) {
        lock.lock();
        try {
            for (StreamTransfer transfer : remembered) {
                if (transfer != null && transfer.aio == aio) {
                    return transfer.state == State.IDLE ? transfer : new StreamTransfer(this, aio);
                }
            }
            StreamTransfer fresh = new StreamTransfer(this, aio);
            for (int i = 0; i < REMEMBERED; i++) {
                int slot = (oldest + i) % REMEMBERED;
                StreamTransfer there = remembered[slot];
                if (there == null || there.state == State.IDLE) {
                    remembered[slot] = fresh;
                    oldest = (slot + 1) % REMEMBERED;
                    break;
                }
            }
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private boolean append(StreamTransfer transfer, AioOperation operation, Kind kind) {
        AioError reason;
        lock.lock();
        try {
            reason = operation.cancelReason();
            if (reason == null) {
                transfer.begin(operation, kind);
                waiting.add(transfer);
                return true;
            }
        } catch (OutOfMemoryError e) { // the transfer is not in the queue, so nobody else will end the operation
            transfer.end();
            reason = AioError.ENOMEM;
        } finally {
            lock.unlock();
        }
        operation.finish(reason, 0); // cancelled before the transfer was queued
        return false;
    }

    /** Called by the transfer's handle, on any thread. */
    void cancel(StreamTransfer transfer, AioError reason) {
        AioOperation operation = null;
        boolean direct = false;
        long done = 0;
        lock.lock();
        try {
            switch (transfer.state) {
                case QUEUED -> {
                    waiting.remove(transfer);
                    done = transfer.done;
                    operation = transfer.end();
                }
                case DIRECT -> {
                    transfer.cancelled = reason;
                    direct = true;
                }
                case IDLE -> {} // another thread finishes the operation
            }
        } finally {
            lock.unlock();
        }
        if (operation != null) {
            counter.add(done);
            operation.finish(reason, done);
        } else if (direct) {
            cancelledDirect.run();
        }
    }

    /** {@return the first transfer of the queue, or null if the queue is empty} */
    @GuardedBy("lock")
    StreamTransfer head() {
        return waiting.peek();
    }

    /** {@return the first transfer of the queue, or null if the queue is empty or the channel is using its buffers} */
    @GuardedBy("lock")
    StreamTransfer freeHead() {
        StreamTransfer head = waiting.peek();
        return head == null || head.state == State.DIRECT ? null : head;
    }

    /** Takes the head out. {@return its operation, for the caller to finish after it has released the lock} */
    @GuardedBy("lock")
    AioOperation takeHead() {
        return waiting.remove().end();
    }

    String describe(StreamTransfer transfer) {
        return "a " + transfer.kind + " over " + peer.get();
    }
}
