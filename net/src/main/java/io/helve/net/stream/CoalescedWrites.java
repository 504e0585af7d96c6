package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.Chunk;
import io.helve.net.eventloop.MemoryGate;
import io.helve.net.eventloop.TenantChunks;
import io.helve.net.stream.StreamTransfer.Kind;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * Small sends, coalesced. The thread that starts a small send copies it into a chunk and finishes it, so the send does
 * not wait for the event loop; the event loop writes all chunks that have been filled meanwhile at once.
 *
 * <p>There are two lists: {@code taken} is filled by any thread, {@code written} is being written by the event loop.
 * The event loop swaps them under the lock.
 *
 * <p>The lock of the queue guards all fields that change, except the content of {@code written}, which only the event
 * loop touches. {@link Sending} holds the lock where it calls {@code close}, {@code isEmpty}, {@code room} and
 * {@code suits}.
 */
final class CoalescedWrites {
    /** The largest send that is coalesced. */
    private static final int SMALL = Chunk.SIZE / 2;

    private final StreamTransferQueue sends;
    private final Channel channel;

    /** Null with io_uring and for datagrams. */
    private final MemoryGate gate;

    private final TenantChunks chunks;
    private final LongAdder counter;
    private final Runnable wakeLoop;

    private boolean closed;

    /** Whether a thread outside of the event loop is finishing a send that it has taken. */
    private boolean finishingOutside;

    private ChunkList taken = new ChunkList();

    /** The chunks that the event loop is writing; empty otherwise. */
    private ChunkList written = new ChunkList();

    CoalescedWrites(
            StreamTransferQueue sends,
            Channel channel,
            MemoryGate gate,
            TenantChunks chunks,
            LongAdder counter,
            Runnable wakeLoop) {
        this.sends = sends;
        this.channel = channel;
        this.gate = gate;
        this.chunks = chunks;
        this.counter = counter;
        this.wakeLoop = wakeLoop;
    }

    /** Drops the bytes that were taken, and takes no more. {@return whether any bytes were dropped} */
    boolean close() {
        boolean drops = !isEmpty();
        closed = true;
        taken.release();
        return drops;
    }

    boolean isEmpty() {
        return taken.length() == 0;
    }

    /**
     * {@return how many bytes may still be taken before Netty's outbound buffer is full} While memory is tight nothing
     * is taken until everything taken before has gone out.
     */
    long room() {
        if (gate != null && gate.backlog() > 0 && gate.memory().isTight()) {
            return 0;
        }
        return channel.bytesBeforeUnwritable() - taken.length();
    }

    boolean suits(StreamTransfer send) {
        return !closed
                && send.kind != Kind.SHUTDOWN
                && send.done == 0
                && StreamTransfer.remaining(send.operation.iov()) <= SMALL;
    }

    /**
     * Takes the first waiting send, if the send is small and there is room. On the event loop, without the lock.
     *
     * @return whether a send was taken
     */
    boolean takeNext() {
        AioOperation operation;
        AioError error;
        long count;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            if (head == null || !suits(head) || room() <= 0) {
                return false;
            }
            error = take(head);
            count = head.done;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        operation.finish(error, count);
        return true;
    }

    /**
     * Takes the first waiting send, if the send is small and there is room. Outside of the event loop, without the
     * lock. This thread wakes the event loop first, so that the event loop writes while this thread finishes the
     * operation. When the callback of that operation sends again on this thread, the event loop takes the next send:
     * otherwise a callback that always sends would occupy the thread for ever.
     *
     * @return whether a send was taken
     */
    boolean takeNextOutsideLoop() {
        AioOperation operation;
        AioError error;
        long count;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            if (finishingOutside || head == null || !suits(head) || room() <= 0) {
                return false;
            }
            error = take(head);
            count = head.done;
            operation = sends.takeHead();
            finishingOutside = true;
        } finally {
            sends.lock.unlock();
        }
        wakeLoop.run();
        counter.add(count);
        try {
            operation.finish(error, count);
        } finally {
            sends.lock.lock();
            finishingOutside = false;
            sends.lock.unlock();
        }
        return true;
    }

    private AioError take(StreamTransfer send) {
        try {
            for (ByteBuffer buffer : send.operation.iov()) {
                int part = buffer.remaining();
                if (part > 0) {
                    taken.add(buffer, chunks);
                    send.done += part;
                }
            }
            return AioError.OK;
        } catch (RuntimeException e) { // the user has changed the buffers during the operation
            return AioError.EINVAL;
        }
    }

    /**
     * Writes the bytes that were taken, without a flush. On the event loop, without the lock. @return whether any bytes
     * were written
     */
    boolean write() {
        sends.lock.lock();
        try {
            if (isEmpty()) {
                return false;
            }
            ChunkList full = taken;
            taken = written;
            written = full;
        } finally {
            sends.lock.unlock();
        }
        written.write(channel);
        return true;
    }
}
