package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.Chunk;
import io.helve.net.eventloop.Chunks;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * Small sends that have been taken by any thread, so that they do not wait for the event loop, which writes them, many
 * at a time. Guarded by the queue's lock.
 */
final class CoalescedWrites {
    /** Sends up to this are gathered. */
    private static final int SMALL = Chunk.SIZE / 2;

    private final StreamTransferQueue sends;
    private final Channel channel;
    private final Chunks chunks;
    private final LongAdder counter;
    private final Runnable wakeLoop;
    private boolean closed;

    /** Whether a send that was taken outside the event loop is being finished. */
    private boolean finishingOutside;

    private ChunkList taken = new ChunkList();

    /** Empty, or what is being written; the event loop's. */
    private ChunkList written = new ChunkList();

    CoalescedWrites(StreamTransferQueue sends, Channel channel, Chunks chunks, LongAdder counter, Runnable wakeLoop) {
        this.sends = sends;
        this.channel = channel;
        this.chunks = chunks;
        this.counter = counter;
        this.wakeLoop = wakeLoop;
    }

    /** Under the lock: drops all, and takes no more. {@return whether there was something} */
    boolean close() {
        boolean drops = !isEmpty();
        closed = true;
        taken.release();
        return drops;
    }

    boolean isEmpty() {
        return taken.length() == 0;
    }

    /** Under the lock: how much Netty takes before it says that it is enough. */
    long room() {
        return channel.bytesBeforeUnwritable() - taken.length();
    }

    boolean suits(StreamTransfer send) {
        return !closed && !send.shutdown && send.done == 0 && StreamTransfer.remaining(send.operation.iov()) <= SMALL;
    }

    /**
     * Takes the send whose turn it is, if it is small and there is room. Without the lock. Outside the loop that is
     * told first, to write while we finish; and an inline callback that sends again leaves that send to the loop, or it
     * would keep its thread.
     *
     * @return whether one was taken
     */
    boolean takeNext(boolean outside) {
        AioOperation operation;
        AioError error;
        long count;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            if (head == null || !suits(head) || room() <= 0 || outside && finishingOutside) {
                return false;
            }
            error = take(head);
            count = head.done;
            operation = sends.takeHead();
            finishingOutside |= outside;
        } finally {
            sends.lock.unlock();
        }
        if (outside) {
            wakeLoop.run();
        }
        counter.add(count);
        try {
            operation.finish(error, count);
        } finally {
            if (outside) {
                sends.lock.lock();
                finishingOutside = false;
                sends.lock.unlock();
            }
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
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        }
    }

    /**
     * Writes all, without a flush; on the event loop, without the lock.
     *
     * @return whether there was something
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
