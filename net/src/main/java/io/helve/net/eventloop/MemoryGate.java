package io.helve.net.eventloop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractCoalescingBufferQueue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;

/**
 * The handler next to the socket: it moves bytes between the heap and the direct buffers of the event loop
 * ({@link LoopMemory}). Everything happens on the event loop.
 *
 * <p>Out: heap buffers wait in a queue, which counts as Netty's outbound buffer does. A flush copies them into the
 * loop's buffer, piece by piece, and writes it. What the socket does not take goes back to the heap, and Netty is left
 * with an empty buffer, which it drops as soon as the socket takes bytes again; then the gate goes on. Direct buffers
 * pass as they are while nothing waits.
 *
 * <p>In: on a plain channel the loop's buffer is passed on, and the stream copies what it has to keep. Other handlers
 * get a copy on the heap, because they may keep it.
 *
 * <pre>
 * IDLE      nothing waits in the gate
 * WAITING   bytes wait for a flush
 * STALLED   the socket takes nothing at present
 * </pre>
 */
public final class MemoryGate extends ChannelDuplexHandler {
    private final LoopMemory memory;
    private final Runnable resume = this::resume;

    private ChannelHandlerContext context;
    private Queue queue;

    /** Whether the next handler is the stream. */
    private boolean plain;

    /** The bytes that the socket has not taken, on the heap; or null. */
    private ByteBuf rest;

    /** The promise of the bytes that are being written, or of {@link #rest}. */
    private ChannelPromise promise;

    /** The outcome of the write in progress, or of the write that has stalled. One object serves all writes. */
    private GatedPromise outcome;

    private boolean stalled;
    private boolean pumping;

    /** Whether something was written whose failure only the pipeline hears of. */
    private boolean fires;

    /** How many bytes the memory counts for this channel. */
    private int counted;

    /** The bytes that wait, for other threads. */
    private volatile int backlog;

    /**
     * Makes the gate of a channel.
     *
     * @param memory the memory of the channel's event loop
     */
    public MemoryGate(LoopMemory memory) {
        this.memory = memory;
    }

    /** Passes the loop's buffer on to the next handler, which is the stream. */
    public void setPlain() {
        plain = true;
    }

    /** {@return the memory of the channel's event loop} */
    public LoopMemory memory() {
        return memory;
    }

    /** {@return whether no write waits, so that direct buffers may pass} */
    public boolean isIdle() {
        return rest == null && (queue == null || queue.isEmpty());
    }

    /** {@return how many bytes the socket has not taken; for any thread} */
    public int backlog() {
        return backlog;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        outcome = new GatedPromise(added.channel());
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (message instanceof ByteBuf bytes) {
            memory.countRead(bytes.readableBytes());
        }
        if (message instanceof LoopBuffer read && !plain) {
            context.fireChannelRead(LoopMemory.keep(read));
        } else {
            context.fireChannelRead(message);
        }
    }

    // ---- out

    @Override
    public void write(ChannelHandlerContext ignored, Object message, ChannelPromise written) {
        if (message instanceof ByteBuf bytes && (!bytes.isDirect() || !isIdle())) {
            if (queue == null) {
                queue = new Queue(context.channel());
            }
            fires |= written.isVoid();
            queue.add(stalled ? fitted(bytes) : bytes, written);
            if (stalled) {
                count();
            }
        } else {
            context.write(message, written);
        }
    }

    /**
     * Gives bytes that have to wait a buffer of their length, if they have a much longer one: the handler of TLS writes
     * each record, however short, in a buffer for the longest record. Without this, what waits would take many times
     * the memory that it counts for.
     */
    private static ByteBuf fitted(ByteBuf bytes) {
        int length = bytes.readableBytes();
        return bytes.capacity() - length > length ? LoopMemory.keep(bytes) : bytes;
    }

    @Override
    public void flush(ChannelHandlerContext ignored) {
        context.flush();
        pump();
    }

    private void pump() {
        if (pumping || stalled || isIdle()) {
            return; // an inner call, within the flush of an outer one: the outer call goes on
        }
        pumping = true;
        try {
            while (!isIdle() && writeOnce()) {}
        } finally {
            pumping = false;
        }
        count();
    }

    /** Writes one buffer of the loop. {@return whether the socket has taken it} */
    private boolean writeOnce() {
        LoopBuffer bytes = memory.writeBuffer();
        if (rest != null) {
            bytes.writeBytes(rest, Math.min(rest.readableBytes(), bytes.writableBytes()));
        } else {
            promise = context.newPromise();
            queue.drain(context.alloc(), bytes, promise);
        }
        boolean all = rest == null || !rest.isReadable();
        GatedPromise mine = outcome;
        mine.begin();
        context.writeAndFlush(bytes, mine);
        if (mine.isOver) {
            if (mine.cause != null) {
                fail(mine.cause);
                return false;
            }
            if (all) {
                dropRest();
                promise.trySuccess();
            }
            return true;
        }
        ByteBuf left = Unpooled.buffer(bytes.readableBytes() + (rest == null ? 0 : rest.readableBytes()));
        left.writeBytes(bytes); // Netty is left with an empty buffer
        memory.abandonWriteBuffer();
        if (rest != null) {
            left.writeBytes(rest);
            rest.release();
        }
        rest = left;
        stalled = true;
        return false;
    }

    private void dropRest() {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    /** The socket takes bytes again, or the channel is closed. */
    private void resume() {
        GatedPromise over = outcome;
        if (!stalled || !over.isOver) {
            return;
        }
        stalled = false;
        if (over.cause != null) {
            fail(over.cause);
            return;
        }
        pump();
        if (isIdle()) {
            context.fireChannelWritabilityChanged(); // streams that have waited because memory was tight go on
        }
    }

    /** Counts what waits, if it has to wait for the peer. */
    private void count() {
        int now = stalled ? (rest == null ? 0 : rest.readableBytes()) + (queue == null ? 0 : queue.readableBytes()) : 0;
        backlog = now;
        if (now != counted) {
            memory.count(now - counted);
            counted = now;
        }
    }

    // ---- the end

    private void fail(Throwable cause) {
        dropRest();
        stalled = false;
        if (promise != null) {
            promise.tryFailure(cause);
        }
        if (queue != null) {
            queue.releaseAndFailAll(context, cause);
        }
        count();
        if (fires && context.channel().isRegistered()) {
            context.fireExceptionCaught(cause);
        }
    }

    private void dropAll() {
        if (!isIdle()) {
            fires = false;
            fail(new ClosedChannelException());
        }
    }

    @Override
    public void close(ChannelHandlerContext ignored, ChannelPromise closed) {
        dropAll();
        context.close(closed);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        dropAll();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        dropAll();
    }

    /** Buffers that wait; their bytes count as pending in the channel. */
    private static final class Queue extends AbstractCoalescingBufferQueue {
        /** The buffer into which the queue is drained at this moment. */
        private LoopBuffer target;

        Queue(Channel channel) {
            super(channel, 4);
        }

        /** Moves bytes into a buffer, as many as there is room for. */
        void drain(ByteBufAllocator unused, LoopBuffer into, ChannelPromise aggregate) {
            target = into;
            ByteBuf first = remove(unused, into.writableBytes(), aggregate);
            if (first != into) {
                into.writeBytes(first);
                first.release();
            }
        }

        @Override
        protected ByteBuf composeFirst(ByteBufAllocator unused, ByteBuf first, int size) {
            return compose(unused, target, first);
        }

        @Override
        protected ByteBuf compose(ByteBufAllocator unused, ByteBuf into, ByteBuf next) {
            ByteBuf all = into;
            if (into != target) { // the queue has taken a buffer as it is, and more follows
                target.writeBytes(into);
                into.release();
                all = target;
            }
            all.writeBytes(next);
            next.release();
            return all;
        }

        @Override
        protected ByteBuf removeEmptyValue() {
            return Unpooled.EMPTY_BUFFER;
        }
    }

    /** The promise of a write, which only reports and can be used for the next write; nobody else sees it. */
    private final class GatedPromise extends DefaultChannelPromise {
        private boolean isOver;
        private Throwable cause;

        GatedPromise(Channel channel) {
            super(channel);
        }

        void begin() {
            isOver = false;
            cause = null;
        }

        private void over(Throwable why) {
            isOver = true;
            cause = why;
            if (stalled) {
                try {
                    context.executor().execute(resume); // not in the middle of Netty's writing
                } catch (RejectedExecutionException e) {
                    // the loop has ended, and the channel with it
                }
            }
        }

        @Override
        public boolean trySuccess(Void result) {
            over(null);
            return true;
        }

        @Override
        public boolean tryFailure(Throwable why) {
            over(why);
            return true;
        }

        @Override
        public ChannelPromise setSuccess(Void result) {
            over(null);
            return this;
        }

        @Override
        public ChannelPromise setFailure(Throwable why) {
            over(why);
            return this;
        }
    }
}
