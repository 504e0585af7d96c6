package io.helve.net.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.MessageSizeEstimator;
import java.nio.ByteBuffer;

/**
 * The large send of a stream that is written straight from its buffer. It is the last in Netty's outbound buffer from
 * its beginning to its end. When it is cancelled Netty is left with an empty piece: user's memory is never read after
 * the send is over. Everything happens on the event loop.
 */
final class DirectWrite implements MessageSizeEstimator, MessageSizeEstimator.Handle {
    /** The least that is written like this; what is smaller is copied faster than this is set up. */
    private static final int LEAST = 16 << 10;

    private final Channel channel;
    private final Sending sending;

    /** What is being written, or null. */
    private StreamTransfer send;

    private ByteBuffer buffer;
    private ByteBuf wrapper;
    private int length;

    /** How Netty tells that it has been written; another one when Netty has kept the last. */
    private WriteOutcome outcome;

    /** Whether it is being given to Netty: if that has written it at once, it ends when it has returned. */
    private boolean beginning;

    private boolean ended;
    private Throwable failure;

    DirectWrite(Channel channel, Sending sending) {
        this.channel = channel;
        this.sending = sending;
    }

    boolean isBusy() {
        return send != null;
    }

    /**
     * Under the queue's lock: whether a send shall be written like this. If it comes from another thread, which will be
     * told of its end by waking it up, it is better copied if that can be done at once: the next one is on its way
     * while this is written.
     */
    boolean suits(StreamTransfer next) {
        ByteBuffer[] iov = next.operation.iov();
        return iov.length == 1
                && iov[0].isDirect()
                && iov[0].remaining() >= LEAST
                && (next.onLoop || iov[0].remaining() > channel.config().getWriteBufferHighWaterMark())
                && channel.unsafe().outboundBuffer() != null;
    }

    /** Under the queue's lock: it is that send's turn. */
    void take(StreamTransfer next) {
        next.state = StreamTransfer.State.DIRECT;
        next.cancelled = null;
        send = next;
        buffer = next.operation.iov()[0];
        length = buffer.remaining();
        wrapper = next.wrapToRead(buffer);
    }

    /** Writes it, behind all that was written before, and flushes. */
    void begin() {
        if (outcome == null) {
            outcome = new WriteOutcome(channel, this);
        }
        beginning = true;
        channel.writeAndFlush(wrapper.retain(), outcome);
        beginning = false;
        if (ended) {
            ended = false;
            end(failure);
        }
    }

    /** Netty has written it, or has failed to. */
    void told(WriteOutcome from, Throwable cause) {
        if (from != outcome) {
            return; // of one that was taken back
        }
        if (beginning) {
            ended = true;
            failure = cause;
        } else {
            end(cause);
        }
    }

    private void end(Throwable cause) {
        end(cause == null ? length : length - wrapper.readableBytes(), cause);
    }

    /** Takes back what has not gone out, if the send was cancelled. */
    void withdrawIfCancelled() {
        if (send == null || !send.isCancelled()) {
            return;
        }
        int left = wrapper.readableBytes();
        wrapper.writerIndex(wrapper.readerIndex());
        wrapper.release();
        send.forgetWrapper();
        outcome = null;
        end(length - left, null);
    }

    private void end(int count, Throwable cause) {
        // its user may have changed it under our hands: that must neither lose the send nor come to Netty as an
        // exception
        buffer.position(Math.min(buffer.limit(), buffer.position() + count));
        boolean whole = count == length;
        buffer = null;
        wrapper = null;
        send = null;
        failure = null;
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
