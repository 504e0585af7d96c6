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
 * One operation in a stream's queue: a send, a receive, or a shutdown. A transfer belongs to a handle and is used again
 * by the handle's next operation, so that a busy stream allocates none. It is the canceller of its operations.
 *
 * <p>All fields are guarded by the lock of the queue, which the code in this package holds where it touches them.
 *
 * <pre>
 *          begin               channel takes the buffers
 *   IDLE ---------&gt; QUEUED &lt;-----------------------------&gt; DIRECT
 *     ^               |         channel gives them back       |
 *     +------end------+-------------------end-----------------+
 *
 * IDLE    there is no operation, or it is not in the queue: a cancel changes nothing
 * QUEUED  the operation waits, or has been served in part: a cancel takes it out and finishes it
 * DIRECT  the channel reads into the operation's buffers, or writes from them: a cancel is noted, and obeyed by the
 *         event loop
 * </pre>
 */
final class StreamTransfer implements AioCanceller {
    enum State {
        IDLE,
        QUEUED,
        DIRECT
    }

    /** The kind of operation. */
    enum Kind {
        RECEIVE("receive"),
        /** A send that was started on the stream's event loop, most likely by an inline callback. */
        SEND_ON_LOOP("send"),
        /** A send that was started on another thread. */
        SEND("send"),
        /** Ends our side of the connection, behind the sends. */
        SHUTDOWN("shutdown");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What serving the operation at the head of the queue has led to. */
    enum Progress {
        /** The operation stays in the queue: a receive until more data arrives, a send until there is room again. */
        WAITS,
        /** The operation has its {@link #result}; the caller takes it out of the queue and finishes it. */
        COMPLETE
    }

    private record Wrapped(ByteBuffer buffer, ByteBuf wrapper) {}

    private static final WeakReference<Wrapped> NOTHING_WRAPPED = new WeakReference<>(null);

    final StreamTransferQueue queue;
    final Aio aio;
    State state = State.IDLE;

    /** The operation unless the state is IDLE. */
    AioOperation operation;

    /** The kind of the operation; of the last operation while the state is IDLE. */
    Kind kind = Kind.RECEIVE;

    /** The number of bytes that the operation has transferred. */
    long done;

    /**
     * The result of an operation that is {@link Progress#COMPLETE}; before that, the result of an earlier operation.
     */
    AioError result = AioError.OK;

    /** The reason of a cancel that came while the channel used the operation's buffers, or null; only in DIRECT. */
    AioError cancelled;

    /**
     * The last buffer of the user as a buffer of Netty, because the user most likely passes the same buffer again. The
     * reference is weak, because an idle stream must not keep a buffer alive that its user has dropped.
     */
    private WeakReference<Wrapped> wrapped = NOTHING_WRAPPED;

    StreamTransfer(StreamTransferQueue queue, Aio aio) {
        this.queue = queue;
        this.aio = aio;
    }

    /** An operation enters the queue. */
    void begin(AioOperation started, Kind what) {
        operation = started;
        kind = what;
        done = 0;
        state = State.QUEUED;
    }

    /** The channel begins to use the operation's buffers. */
    void lend() {
        cancelled = null;
        state = State.DIRECT;
    }

    /** The channel does not use the operation's buffers any more. */
    void giveBack() {
        state = State.QUEUED;
    }

    /** Notes the result with which the operation is to be finished. {@return COMPLETE} */
    Progress complete(AioError error) {
        if (result != error) { // avoids the collector's write barrier
            result = error;
        }
        return Progress.COMPLETE;
    }

    /** The operation has left the queue. {@return the operation, for the caller to finish without the lock} */
    AioOperation end() {
        AioOperation ended = operation;
        operation = null;
        state = State.IDLE;
        return ended;
    }

    /**
     * Returns a buffer of the user as a buffer of Netty, for reading: the remaining bytes.
     *
     * @param buffer the buffer, a direct one
     */
    ByteBuf wrapToRead(ByteBuffer buffer) {
        return whole(buffer).setIndex(buffer.position(), buffer.limit());
    }

    /**
     * Returns a buffer of the user as a buffer of Netty, for writing: empty, at the buffer's position, with room to the
     * buffer's limit.
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

    /** Netty keeps the last result of {@link #wrapToRead}, so the next call must return another object. */
    void forgetWrapper() {
        wrapped = NOTHING_WRAPPED;
    }

    /**
     * {@return whether the operation was cancelled while the channel used its buffers} Takes the lock: a cancel that
     * found the event-loop task already scheduled relies on this check to see it.
     */
    boolean isCancelled() {
        queue.lock.lock();
        try {
            return cancelled != null;
        } finally {
            queue.lock.unlock();
        }
    }

    /** {@return the number of bytes between position and limit of all buffers} */
    static long remaining(ByteBuffer[] iov) {
        long sum = 0;
        for (ByteBuffer buffer : iov) {
            sum += buffer.remaining();
        }
        return sum;
    }

    @Override
    public void cancel(AioOperation cancelledOperation, AioError reason) {
        queue.cancel(this, reason);
    }

    @Override
    public String describe() {
        return queue.describe(this);
    }
}
