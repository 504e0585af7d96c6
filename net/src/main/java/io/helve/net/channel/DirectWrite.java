package io.helve.net.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.MessageSizeEstimator;
import java.nio.ByteBuffer;

/**
 * The large send of a stream that is written straight from its buffer. It is the last in Netty's outbound buffer from its beginning to its end.
 * When it is cancelled Netty is left with an empty piece: user's memory is never read after the send is over. Everything happens on the
 * event loop.
 */
final class DirectWrite implements ChannelFutureListener, MessageSizeEstimator, MessageSizeEstimator.Handle {
    /** The least that is written like this; what is smaller is copied faster than this is set up. */
    private static final int LEAST = 16 << 10;

    private final Channel channel;
    private final Sending sending;

    /** What is being written, or null. */
    private Transfer send;

    private ByteBuffer buffer;
    private ByteBuf wrapper;
    private int length;

    /** How Netty tells that it has been written; null until it has been given to Netty. */
    private ChannelFuture written;

    DirectWrite(Channel channel, Sending sending) {
        this.channel = channel;
        this.sending = sending;
    }

    boolean isBusy() {
        return send != null;
    }

    /**
     * Under the queue's lock: whether a send shall be written like this. If it comes from another thread, which will be told of its end by
     * waking it up, it is better copied if that can be done at once: the next one is on its way while this is written.
     */
    boolean suits(Transfer next) {
        ByteBuffer[] iov = next.operation.iov();
        return iov.length == 1
                && iov[0].isDirect()
                && iov[0].remaining() >= LEAST
                && (next.onLoop || iov[0].remaining() > channel.config().getWriteBufferHighWaterMark())
                && channel.unsafe().outboundBuffer() != null;
    }

    /** Under the queue's lock: it is that send's turn. */
    void take(Transfer next) {
        next.state = Transfer.State.DIRECT;
        next.cancelled = null;
        send = next;
        buffer = next.operation.iov()[0];
        length = buffer.remaining();
        wrapper = next.wrap(buffer);
        wrapper.writerIndex(wrapper.readerIndex() + length);
    }

    /** Writes it, behind all that was written before, and flushes. */
    void begin() {
        written = channel.writeAndFlush(wrapper.retain());
        written.addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture told) {
        if (told == written) { // not of one that was taken back
            end(told.isSuccess() ? length : length - wrapper.readableBytes(), told.cause());
        }
    }

    /** Takes back what has not gone out, if the send was cancelled. */
    void withdrawIfCancelled() {
        if (send == null || send.cancelled == null || written.isDone()) {
            return;
        }
        int left = wrapper.readableBytes();
        wrapper.writerIndex(wrapper.readerIndex());
        send.forgetWrapper();
        end(length - left, null);
    }

    private void end(int count, Throwable cause) {
        buffer.position(buffer.position() + count);
        boolean whole = count == length;
        buffer = null;
        wrapper = null;
        send = null;
        written = null;
        sending.wrote(count, whole, cause);
    }

    // ---- what it counts for in Netty's outbound buffer: nothing, because it is not our memory

    @Override
    public Handle newHandle() {
        return this;
    }

    @Override
    public int size(Object message) {
        return message == wrapper ? 0 : ((ByteBuf) message).readableBytes();
    }
}
