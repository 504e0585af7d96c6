package io.helve.net.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * One operation in a stream's queue: a send, a receive, or a shutdown. It belongs to a handle and is used again by that
 * handle's next operation, so that a busy stream allocates none. All fields are guarded by the queue's lock.
 *
 * <pre>
 * IDLE      nothing in progress, or what was has been taken out by whoever finishes it: a late cancel does nothing
 * STARTING  between the call and the queue; a cancel that comes meanwhile is noted and obeyed then
 * QUEUED    it waits, or has been served in part; a cancel takes it out
 * DIRECT    the channel reads into its buffers, or writes from them, at this moment; a cancel is noted, and obeyed by the event loop
 * </pre>
 */
final class StreamTransfer implements AioCanceller {
    enum State {
        IDLE,
        STARTING,
        QUEUED,
        DIRECT
    }

    private record Wrapped(ByteBuffer buffer, ByteBuf wrapper) {}

    private static final WeakReference<Wrapped> NOTHING_WRAPPED = new WeakReference<>(null);

    final StreamTransferQueue queue;
    final Aio aio;
    State state = State.IDLE;

    /** Why it was cancelled while it was starting or direct, or null. */
    AioError cancelled;

    AioOperation operation;

    /** Whether it ends this side of the connection, behind the sends. */
    boolean shutdown;

    /** Whether it was started on the event loop, most likely by an inline callback. */
    boolean onLoop;

    /** How many bytes were transferred. */
    long done;

    /**
     * A buffer of the user's as Netty sees it, remembered because it will come again; weakly, because a stream that
     * rests must not keep alive what its user has given up.
     */
    private WeakReference<Wrapped> wrapped = NOTHING_WRAPPED;

    StreamTransfer(StreamTransferQueue queue, Aio aio) {
        this.queue = queue;
        this.aio = aio;
    }

    /**
     * Returns a buffer of the user's as Netty sees it, to be read: its remaining bytes.
     *
     * @param buffer the buffer, a direct one
     */
    ByteBuf wrapToRead(ByteBuffer buffer) {
        return whole(buffer).setIndex(buffer.position(), buffer.limit());
    }

    /**
     * Returns a buffer of the user's as Netty sees it, to be written to: empty, at the buffer's position, with room to
     * its limit.
     *
     * @param buffer the buffer, a direct one
     */
    ByteBuf wrapToWrite(ByteBuffer buffer) {
        if (buffer.limit() < buffer.capacity()) {
            return Unpooled.wrappedBuffer(buffer.slice()).clear(); // what is written is bounded by its capacity only
        }
        return whole(buffer).setIndex(buffer.position(), buffer.position());
    }

    private ByteBuf whole(ByteBuffer buffer) {
        Wrapped present = wrapped.get();
        if (present == null || present.buffer != buffer || present.wrapper.refCnt() == 0) {
            present = new Wrapped(
                    buffer, Unpooled.wrappedBuffer(buffer.duplicate().clear()));
            wrapped = new WeakReference<>(present);
        }
        return present.wrapper;
    }

    /** What {@link #wrapToRead} has returned last stays with Netty: the next time there is another. */
    void forgetWrapper() {
        wrapped = NOTHING_WRAPPED;
    }

    /**
     * {@return whether it has been cancelled} Takes the lock: who cancels while the loop has been asked already counts
     * on this look.
     */
    boolean isCancelled() {
        queue.lock.lock();
        try {
            return cancelled != null;
        } finally {
            queue.lock.unlock();
        }
    }

    static long remaining(ByteBuffer[] iov) {
        long sum = 0;
        for (ByteBuffer buffer : iov) {
            sum += buffer.remaining();
        }
        return sum;
    }

    @Override
    public void cancel(AioOperation asked, AioError reason) {
        queue.cancel(this, reason);
    }

    @Override
    public String describe() {
        return queue.describe(this);
    }
}
