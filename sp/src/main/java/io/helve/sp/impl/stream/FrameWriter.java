package io.helve.sp.impl.stream;

import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.stream.MessageFraming;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/** Writes frames: gathers messages in one buffer, and sends a message that is longer than the buffer in parts. */
final class FrameWriter extends PipeWriter {
    private static final byte MESSAGE = 1;

    /** Room for a prefix and the first bytes of a message. */
    private static final int LEAST = 80;

    private final boolean typed;

    /** The buffer in use: {@link #small}, which the writer keeps, or a large buffer. */
    private ByteBuffer buffer;

    private ByteBuffer small;

    /**
     * The large buffer that the writer had last and asks for again. The reference is weak, because the pool may have
     * dropped the buffer.
     */
    private WeakReference<ByteBuffer> lastLarge = new WeakReference<>(null);

    /** The message of which only a part has been put into a buffer, or null; {@link #done} counts the bytes put. */
    private SpOutgoingMessage current;

    private int done;

    FrameWriter(StreamPipe pipe, TenantBuffers buffers, MessageFraming framing) {
        super(pipe, buffers);
        typed = framing == MessageFraming.TYPED;
    }

    @Override
    boolean fill() {
        if (buffer == null) {
            small = buffers.small();
            change(small);
        }
        buffer.clear();
        while (addCurrent()) {}
        buffer.flip();
        return buffer.hasRemaining();
    }

    /** {@return whether to continue: a message was there, and the buffer holds the message to its end} */
    private boolean addCurrent() {
        if (current == null) {
            if (!hasRoom(LEAST)) {
                return false;
            }
            current = take();
            if (current == null) {
                return false;
            }
            done = 0;
            addPrefix();
        }
        int left = current.wireLength() - done;
        hasRoom(left); // may replace the buffer by a larger one
        int part = current.copyWire(done, buffer);
        done += part;
        if (part < left) {
            return false;
        }
        current.dispose();
        current = null;
        return true;
    }

    private void addPrefix() {
        if (typed) {
            buffer.put(MESSAGE);
        }
        buffer.putLong(current.wireLength());
    }

    /** {@return whether the buffer has so much room; a large buffer may have replaced the small one} */
    private boolean hasRoom(int wanted) {
        if (buffer.remaining() < wanted && buffer.capacity() < DirectBufferPool.LARGE) {
            ByteBuffer last = lastLarge.get();
            ByteBuffer large = buffers.large(last);
            if (large == null) { // the message goes out in small pieces
                return buffer.remaining() >= wanted;
            }
            if (large != last) {
                lastLarge = new WeakReference<>(large);
            }
            large.put(buffer.flip());
            change(large);
        }
        return buffer.remaining() >= wanted;
    }

    private void change(ByteBuffer other) {
        buffer = other;
        use(buffer);
    }

    @Override
    boolean canSendNothing() {
        return true;
    }

    @Override
    void quiet() {
        if (buffer != small) {
            buffers.give(buffer);
            change(small);
        }
    }

    @Override
    void release() {
        if (buffer != null) {
            if (buffer != small) {
                buffers.give(buffer);
            }
            buffers.give(small);
            buffer = null;
            small = null;
        }
        current = null;
    }
}
