package io.helve.net.stream;

import io.helve.net.stream.StreamTransfer.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.MessageSizeEstimator;
import java.nio.ByteBuffer;

/**
 * The large send of a stream that is written straight from its buffer. From its beginning to its end, the write is the
 * last entry of Netty's outbound buffer. A cancel empties the buffer that Netty has, so Netty never reads the user's
 * memory after the send is over. Everything happens on the event loop.
 */
final class DirectWrite implements MessageSizeEstimator, MessageSizeEstimator.Handle {
    /** The smallest send that is written directly; copying a smaller send is faster than setting up a direct write. */
    private static final int LEAST = 16 << 10;

    private final Channel channel;
    private final Sending sending;

    /** Whether users' buffers may be written directly, because the channel is plain; set before the first send. */
    private boolean enabled;

    /** The send that is being written, or null. */
    private StreamTransfer send;

    private ByteBuffer buffer;
    private ByteBuf wrapper;
    private int length;

    /** The promise of the write; replaced when Netty has kept it, because the write was taken back. */
    private WriteOutcome outcome;

    /** Whether Netty's write call is running: if Netty writes everything at once, the send ends after that call. */
    private boolean beginning;

    /** Whether the write has ended while {@link #beginning} was set; the next field has its failure. */
    private boolean ended;

    private Throwable failure;

    DirectWrite(Channel channel, Sending sending) {
        this.channel = channel;
        this.sending = sending;
    }

    void enable() {
        enabled = true;
    }

    boolean isBusy() {
        return send != null;
    }

    /**
     * {@return whether a send is written directly} Under the queue's lock. A send of another thread is better copied if
     * it fits into Netty's outbound buffer: that thread is woken when the send is over, and can start the next send
     * while the copy is written.
     */
    boolean suits(StreamTransfer next) {
        ByteBuffer[] iov = next.operation.iov();
        return enabled
                && iov.length == 1
                && iov[0].isDirect()
                && iov[0].remaining() >= LEAST
                && (next.kind == Kind.SEND_ON_LOOP
                        || iov[0].remaining() > channel.config().getWriteBufferHighWaterMark())
                && channel.unsafe().outboundBuffer() != null;
    }

    /** Takes the first waiting send; {@link #begin} follows. Under the queue's lock. */
    void take(StreamTransfer next) {
        next.lend();
        send = next;
        buffer = next.operation.iov()[0];
        length = buffer.remaining();
        wrapper = next.wrapToRead(buffer);
    }

    /** Writes the send, behind all earlier writes, and flushes. */
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

    /** Netty has written the send, or has failed to. */
    void told(WriteOutcome from, Throwable cause) {
        if (from != outcome) {
            return; // the promise of a write that was taken back
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

    /** Takes back the bytes that were not sent yet, if the send was cancelled. */
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
        // the user may have changed the buffer meanwhile, which must neither lose the send nor throw into Netty
        buffer.position(Math.min(buffer.limit(), buffer.position() + count));
        buffer = null;
        wrapper = null;
        send = null;
        failure = null;
        if (count == length) {
            sending.wroteAll(count);
        } else {
            sending.wrotePart(count, cause);
        }
    }

    // ---- the size in Netty's outbound buffer: none, because the memory is not ours

    @Override
    public Handle newHandle() {
        return this;
    }

    @Override
    public int size(Object message) {
        return message == wrapper ? 0 : ((ByteBuf) message).readableBytes();
    }
}
