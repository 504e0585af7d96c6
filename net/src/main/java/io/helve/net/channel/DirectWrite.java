package io.helve.net.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * The large send of a stream that is written straight from its buffer. It is alone in Netty's outbound buffer from its beginning to its end, so
 * what has not gone out can be taken back when it is cancelled: user's memory is never read after the send is over. Everything
 * happens on the event loop.
 */
final class DirectWrite implements ChannelFutureListener {
    /** The least that is written like this; what is smaller is copied faster than this is set up. */
    private static final int LEAST = 16 << 10;

    /** Why a write ends that was taken back. */
    static final Throwable WITHDRAWN = new ClosedChannelException() {
        private static final long serialVersionUID = 1;

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    };

    private final Channel channel;
    private final Sending sending;

    /** What is being written, or null. */
    private Transfer send;

    private ByteBuffer buffer;
    private ByteBuf wrapper;
    private int length;

    DirectWrite(Channel channel, Sending sending) {
        this.channel = channel;
        this.sending = sending;
    }

    boolean isBusy() {
        return send != null;
    }

    /** Under the queue's lock: whether a send can be written like this now. */
    boolean suits(Transfer next) {
        if (next.shutdown) {
            return false;
        }
        ByteBuffer[] iov = next.operation.iov();
        if (iov.length != 1 || !iov[0].isDirect() || iov[0].remaining() < LEAST) {
            return false;
        }
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound != null && outbound.isEmpty() && outbound.totalPendingWriteBytes() == 0;
    }

    /** Under the queue's lock: it is that send's turn. */
    void take(Transfer next) {
        send = next;
        buffer = next.operation.iov()[0];
        length = buffer.remaining();
        wrapper = next.wrap(buffer);
        wrapper.writerIndex(wrapper.readerIndex() + length);
    }

    void begin() {
        channel.writeAndFlush(wrapper.retain()).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        int count = written.isSuccess() ? length : length - wrapper.readableBytes();
        buffer.position(buffer.position() + count);
        buffer = null;
        wrapper = null;
        send = null;
        sending.wrote(count, written.cause());
    }

    /** Takes back what has not gone out, if the send was cancelled. */
    void withdrawIfCancelled() {
        if (send == null || send.cancelled == null) {
            return;
        }
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound != null && outbound.current() == wrapper) {
            outbound.remove(WITHDRAWN);
            // Netty waits for room in the socket until something has been written
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER, channel.voidPromise());
        }
    }
}
