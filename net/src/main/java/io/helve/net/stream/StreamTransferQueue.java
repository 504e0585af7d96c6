package io.helve.net.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The operations of one direction of a stream, in the order they were started. */
public final class StreamTransferQueue {
    /** Handles that take turns on one stream; more than these work, but are not remembered. */
    private static final int REMEMBERED = 4;

    /** Guards everything here, and what goes with this direction in its owner. */
    public final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<StreamTransfer> waiting = new ArrayDeque<>(REMEMBERED);
    private final StreamTransfer[] remembered = new StreamTransfer[REMEMBERED];
    private int oldest;
    private final String what;
    private final Supplier<String> peer;
    private final Runnable cancelledDirect;
    private final LongAdder counter;

    /**
     * Makes a queue.
     *
     * @param what one of its operations is called
     * @param peer what it is about, for messages
     */
    public StreamTransferQueue(String what, Supplier<String> peer) {
        this(what, peer, () -> {}, new LongAdder());
    }

    /**
     * Makes an empty queue.
     *
     * @param what what the operations are called
     * @param peer what they go to
     * @param cancelledDirect called when one was cancelled whose buffers the channel uses
     * @param counter counts what cancelled ones had transferred; the others are counted by whoever finishes them
     */
    StreamTransferQueue(String what, Supplier<String> peer, Runnable cancelledDirect, LongAdder counter) {
        this.what = what;
        this.peer = peer;
        this.cancelledDirect = cancelledDirect;
        this.counter = counter;
    }

    /**
     * Starts an operation and puts it at the end of the queue.
     *
     * @return whether it is there; otherwise its completion has been taken care of
     */
    public boolean start(Aio aio, boolean shutdown) {
        return start(aio, shutdown, false);
    }

    /**
     * The same.
     *
     * @param onLoop whether this is the event loop
     */
    boolean start(Aio aio, boolean shutdown, boolean onLoop) {
        StreamTransfer transfer = prepare(aio);
        AioOperation operation = null;
        try {
            operation = AioOperation.startExclusive(aio, transfer);
        } finally {
            if (operation == null) {
                withdraw(transfer);
            }
        }
        return operation != null && enqueue(transfer, operation, shutdown, onLoop);
    }

    private StreamTransfer prepare(Aio aio) {
        lock.lock();
        try {
            StreamTransfer transfer = find(aio);
            transfer.state = StreamTransfer.State.STARTING;
            transfer.cancelled = null;
            return transfer;
        } finally {
            lock.unlock();
        }
    }

    /** One that is in use belongs to an operation in progress; then the handle is busy, and start will say so. */
    private StreamTransfer find(Aio aio) {
        for (StreamTransfer transfer : remembered) {
            if (transfer != null && transfer.aio == aio) {
                return transfer.state == StreamTransfer.State.IDLE ? transfer : new StreamTransfer(this, aio);
            }
        }
        StreamTransfer fresh = new StreamTransfer(this, aio);
        for (int i = 0; i < REMEMBERED; i++) {
            int slot = (oldest + i) % REMEMBERED;
            StreamTransfer there = remembered[slot];
            if (there == null || there.state == StreamTransfer.State.IDLE) {
                remembered[slot] = fresh;
                oldest = (slot + 1) % REMEMBERED;
                break;
            }
        }
        return fresh;
    }

    private void withdraw(StreamTransfer transfer) {
        lock.lock();
        try {
            transfer.state = StreamTransfer.State.IDLE;
        } finally {
            lock.unlock();
        }
    }

    private boolean enqueue(StreamTransfer transfer, AioOperation operation, boolean shutdown, boolean onLoop) {
        AioError reason;
        lock.lock();
        try {
            reason = transfer.cancelled;
            if (reason == null) {
                transfer.operation = operation;
                transfer.shutdown = shutdown;
                transfer.onLoop = onLoop;
                transfer.done = 0;
                transfer.state = StreamTransfer.State.QUEUED;
                waiting.add(transfer);
                return true;
            }
            transfer.state = StreamTransfer.State.IDLE;
        } finally {
            lock.unlock();
        }
        operation.finish(reason, 0);
        return false;
    }

    void cancel(StreamTransfer transfer, AioError reason) {
        AioOperation operation = null;
        boolean direct;
        long done = 0;
        lock.lock();
        try {
            direct = transfer.state == StreamTransfer.State.DIRECT;
            if (direct || transfer.state == StreamTransfer.State.STARTING) {
                transfer.cancelled = reason;
            } else if (transfer.state == StreamTransfer.State.QUEUED) {
                waiting.remove(transfer);
                done = transfer.done;
                operation = idle(transfer);
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

    /** Under the lock: the operation whose turn it is, or null. */
    StreamTransfer head() {
        return waiting.peek();
    }

    /** {@return the operation whose turn it is, or null; under the lock} */
    public AioOperation headOperation() {
        StreamTransfer head = waiting.peek();
        return head == null ? null : head.operation;
    }

    /** Under the lock: the operation whose turn it is, or null if there is none or the channel is at work on it. */
    StreamTransfer freeHead() {
        StreamTransfer head = waiting.peek();
        return head == null || head.state == StreamTransfer.State.DIRECT ? null : head;
    }

    /** {@return how many operations wait; under the lock} */
    public int size() {
        return waiting.size();
    }

    /** {@return the head, taken out under the lock, for the caller to finish once it has let go of that} */
    public AioOperation takeHead() {
        return idle(waiting.remove());
    }

    private static AioOperation idle(StreamTransfer transfer) {
        AioOperation operation = transfer.operation;
        transfer.operation = null;
        transfer.state = StreamTransfer.State.IDLE;
        return operation;
    }

    String describe(StreamTransfer transfer) {
        return "a " + (transfer.shutdown ? "shutdown" : what) + " over " + peer.get();
    }
}
