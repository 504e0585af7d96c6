package io.helve.sp.impl.stream;

import io.helve.sp.impl.message.SpMessage;
import io.helve.stream.MessageFraming;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/** Gathers messages in one buffer; one that is longer than that goes out in parts. */
final class FrameWriter extends PipeWriter {
    private static final byte MESSAGE = 1;

    /** Room for a prefix and the longest header. */
    private static final int LEAST = 80;

    private final boolean typed;

    /** The buffer in use: the small one, which is kept, or a large one. */
    private ByteBuffer buffer;

    private ByteBuffer small;

    /** It is asked for again; weak, because it may not be kept by then. */
    private WeakReference<ByteBuffer> lastLarge = new WeakReference<>(null);

    /** The message that is going out in part, and how much of its body has. */
    private SpMessage current;

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

    /** {@return whether to go on: there was a message, and it is in the buffer to its end} */
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
            addHeader();
        }
        int left = current.bodyLength() - done;
        int part = hasRoom(left) ? left : buffer.remaining();
        buffer.put(current.array(), current.arrayOffset() + done, part);
        done += part;
        if (part < left) {
            return false;
        }
        current.dispose();
        current = null;
        return true;
    }

    private void addHeader() {
        if (typed) {
            buffer.put(MESSAGE);
        }
        buffer.putLong(current.wireLength());
        current.copyHeader(buffer);
    }

    /** {@return whether there is so much room, perhaps in a larger buffer now} */
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
