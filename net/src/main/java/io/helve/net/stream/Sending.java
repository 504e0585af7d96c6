package io.helve.net.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.MemoryGate;
import io.helve.net.eventloop.TenantChunks;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.stream.StreamTransfer.Kind;
import io.helve.net.stream.StreamTransfer.Progress;
import io.netty.channel.Channel;
import io.netty.channel.MessageSizeEstimator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The output of a stream. Sends wait in a queue, and leave the queue in one of three ways:
 *
 * <ol>
 *   <li>Small sends are copied by the thread that starts them and written by the event loop ({@link CoalescedWrites}).
 *   <li>Large sends from one direct buffer are written straight from it, on plain channels ({@link DirectWrite}).
 *   <li>All others, and messages, are copied by the event loop ({@link CopiedWrites}).
 * </ol>
 *
 * Bytes that were taken or copied wait in Netty's outbound buffer, which has a limited size. A send is over when its
 * last byte was taken.
 *
 * <p>States: {@link OutputState} says how far our side of the connection is, guarded by the queue's lock;
 * {@link FlushState} when the channel is flushed, the event loop's; {@code pumping} is set while the event loop takes
 * from the queue, so that a callback which sends does not do so once more further up the stack. The three change
 * independently of each other, and every combination is legal.
 */
final class Sending {
    /** The number of large sends that are written before other channels have their turn. */
    private static final int TURNS = 4;

    private final StreamTransferQueue sends;
    private final Channel channel;

    /** Null with io_uring and for datagrams. */
    private final MemoryGate gate;

    private final OutputShutdown ending;
    private final LongAdder counter;
    private final LoopCall pump;
    private final CoalescedWrites coalesced;
    private final DirectWrite direct;
    private final CopiedWrites copies;

    @GuardedBy("sends.lock")
    private OutputState state = OutputState.OPEN;

    /** The reason why nothing more is sent; null unless the state is ENDED. */
    @GuardedBy("sends.lock")
    private EndReason end;

    /** Only the event loop touches this field and the next. */
    private FlushState flushing = FlushState.CLEAN;

    private boolean pumping;

    Sending(
            Channel channel,
            MemoryGate gate,
            EstablishedConnection connection,
            TenantChunks chunks,
            LongAdder counter,
            Supplier<String> peer) {
        this.channel = channel;
        this.gate = gate;
        ending = connection.ending();
        this.counter = counter;
        direct = new DirectWrite(channel, this);
        copies = new CopiedWrites(channel, gate, connection);
        sends = new StreamTransferQueue(peer, this::requestPump, counter);
        coalesced = new CoalescedWrites(sends, channel, gate, chunks, counter, this::wakeLoop);
        pump = new LoopCall(channel, this::withdrawAndRun, () -> end(EndReason.CLOSED));
        if (connection.kind() != EstablishedConnection.Kind.BYTES) {
            coalesced.close(); // messages must not be joined
        }
    }

    /**
     * Allows large sends of bytes to be written straight from their buffers, since the channel is plain. Called before
     * the first send.
     *
     * @return the size estimator for Netty's outbound buffer
     */
    MessageSizeEstimator writeDirectly() {
        direct.enable();
        return direct;
    }

    void send(Aio aio) {
        boolean onLoop = channel.eventLoop().inEventLoop();
        if (!sends.start(aio, onLoop ? Kind.SEND_ON_LOOP : Kind.SEND)) {
            return;
        }
        if (onLoop) {
            run();
        } else if (!coalesced.takeNextOutsideLoop() && isWaiting()) {
            wakeLoop();
        }
    }

    /**
     * Has the event loop take waiting operations. A channel that is not writable signals the event loop when it is
     * writable again.
     */
    private void wakeLoop() {
        if (channel.isWritable() || hasEnded()) {
            pump.request();
        }
    }

    void shutdown(Aio aio) {
        if (sends.start(aio, Kind.SHUTDOWN)) {
            pump();
        }
    }

    /** Has the event loop take operations from the queue. */
    void pump() {
        if (channel.eventLoop().inEventLoop()) {
            run();
        } else {
            pump.request();
        }
    }

    /** The channel begins to read. On the event loop. */
    void beginReading() {
        flushing = flushing.readBegins();
    }

    /** The channel has read. On the event loop. */
    void endReading() {
        flushing = flushing.readEnds();
        flush();
    }

    /**
     * Ends the output: operations that wait end with the reason. {@return whether bytes that were taken are dropped}
     */
    boolean end(EndReason why) {
        boolean drops;
        sends.lock.lock();
        try {
            if (state != OutputState.ENDED || why == EndReason.CLOSED) {
                moveTo(OutputState.ENDED);
                end = why;
            }
            drops = coalesced.close();
        } finally {
            sends.lock.unlock();
        }
        while (finishHeadIfEnded()) {}
        return drops;
    }

    private boolean finishHeadIfEnded() {
        AioOperation operation;
        long count;
        EndReason why;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            why = end;
            if (head == null || why == null) {
                return false;
            }
            count = head.done;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        operation.finish(why.error(), count, why.cause());
        return true;
    }

    private void requestPump() {
        pump.request();
    }

    /**
     * Takes back a direct write that was cancelled, and goes on. This runs as a task of the event loop, never in the
     * middle of Netty's writing, where a change of the channel's writability or the end of a send may call
     * {@link #run}: there, Netty may have sent a part of the write that is not counted yet.
     */
    private void withdrawAndRun() {
        direct.withdrawIfCancelled();
        run();
    }

    /** Takes operations from the queue while the channel is writable, and flushes. On the event loop. */
    private void run() {
        if (pumping) {
            return; // called by an inline callback: the outer call of this method continues
        }
        boolean again = true;
        pumping = true;
        try {
            for (int turn = 0; again && turn < TURNS; turn++) {
                while (coalesced.takeNext()) {}
                if (coalesced.write()) {
                    flushing = flushing.written();
                }
                again = step();
            }
        } finally {
            pumping = false;
        }
        if (again) {
            pump.request();
        }
        if (!flushing.isReading() || !channel.isWritable()) {
            flush();
        }
    }

    /** {@return whether an operation waits that can be served now} */
    private boolean isWaiting() {
        sends.lock.lock();
        try {
            return state != OutputState.ENDING && sends.freeHead() != null;
        } finally {
            sends.lock.unlock();
        }
    }

    private void flush() {
        if (flushing.isPending()) {
            flushing = flushing.flushed();
            channel.flush();
            if (channel.isWritable() && isWaiting()) {
                pump.request(); // a task of its own: other channels of the loop are served first
            }
        }
    }

    /**
     * Takes from a send that is not small, or carries out a shutdown. What was taken before has been written. On the
     * event loop.
     *
     * @return whether there may be more to take
     */
    private boolean step() {
        AioOperation operation = null;
        AioError error = null;
        long count = 0;
        boolean shutsDown = false;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            if (head == null || state == OutputState.ENDING) {
                return false;
            }
            if (!coalesced.isEmpty()) {
                return true; // another thread has taken a small send meanwhile, which must be written first
            }
            if (state == OutputState.OPEN && head.kind == Kind.SHUTDOWN) {
                moveTo(OutputState.ENDING);
                shutsDown = true;
            } else if (state == OutputState.OPEN && direct.suits(head)) {
                if (gate != null && !gate.isIdle()) {
                    return false; // it follows when what was taken before has gone out
                }
                direct.take(head);
            } else if (state == OutputState.OPEN) {
                long room = coalesced.room();
                if (room <= 0) {
                    return false;
                }
                if (coalesced.suits(head)) {
                    return true; // a small send has come meanwhile
                }
                if (copies.copy(head, room) == Progress.COMPLETE) {
                    error = head.result;
                    count = head.done;
                    operation = sends.takeHead();
                }
            }
        } finally {
            sends.lock.unlock();
        }
        if (direct.isBusy()) {
            flushing = flushing.flushed(); // a direct write flushes all earlier writes
            direct.begin();
            return !direct.isBusy();
        }
        boolean copied = copies.write();
        if (copied) {
            flushing = flushing.written();
        }
        if (operation != null) {
            counter.add(count);
            operation.finish(error, count);
        } else if (shutsDown) {
            flush();
            ending.end(channel).addListener(told -> outputEnded(told.cause()));
        } else if (!copied) {
            return finishHeadIfEnded();
        }
        return true;
    }

    /**
     * Ends the send of a direct write that has written all bytes. On the event loop.
     *
     * @param count the number of bytes
     */
    void wroteAll(long count) {
        AioOperation operation;
        long total;
        sends.lock.lock();
        try {
            total = sends.head().done + count;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        directEnded(operation, AioError.OK, total, null);
    }

    /**
     * Ends the send of a direct write that has not written all bytes: the send was cancelled, or the connection is lost
     * or closed. On the event loop.
     *
     * @param count the number of bytes that were written
     * @param cause the failure of the write, or null if the send was cancelled
     */
    void wrotePart(long count, Throwable cause) {
        AioOperation operation;
        AioError error;
        boolean explained;
        long total;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.head();
            total = head.done + count;
            explained = head.cancelled != null;
            error = explained ? head.cancelled : end != null ? end.error() : Errors.of(cause);
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        directEnded(operation, error, total, explained || error == AioError.ECLOSED ? null : cause);
    }

    private void directEnded(AioOperation operation, AioError error, long total, Throwable cause) {
        counter.add(total);
        boolean first = !pumping;
        pumping = true; // the sends of the callback wait until it has returned
        try {
            operation.finish(error, total, cause);
        } finally {
            pumping = !first;
        }
        if (first) {
            run();
        }
    }

    /** The shutdown has ended: the peer was told, or could not be told. */
    private void outputEnded(Throwable cause) {
        AioOperation operation = null;
        sends.lock.lock();
        try {
            if (state == OutputState.ENDING) {
                moveTo(OutputState.ENDED);
                end = EndReason.SHUT;
                coalesced.close();
                StreamTransfer head = sends.head();
                if (head != null && head.kind == Kind.SHUTDOWN) { // a cancel does not end the shutdown itself
                    operation = sends.takeHead();
                }
            }
        } finally {
            sends.lock.unlock();
        }
        if (operation != null) {
            AioError error = cause == null ? AioError.OK : Errors.of(cause);
            operation.finish(error, 0, cause);
        }
        while (finishHeadIfEnded()) {}
    }

    @GuardedBy("sends.lock")
    private void moveTo(OutputState next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("the output is " + state + " and cannot become " + next);
        }
        state = next;
    }

    boolean hasEnded() {
        sends.lock.lock();
        try {
            return state == OutputState.ENDED;
        } finally {
            sends.lock.unlock();
        }
    }
}
