package io.helve.sp.impl.stream;

import io.helve.sp.impl.message.SpMessage;
import java.nio.ByteBuffer;

/** Sends each message as one message of the stream; the stream may write several messages at a time. */
final class MessageWriter extends PipeWriter {
    private ByteBuffer buffer;

    /** Whether the handle's iov is the buffer, and nothing else. */
    private boolean buffered;

    /** A message that is sent from its own memory, because no buffer for it was available; null otherwise. */
    private SpMessage current;

    MessageWriter(StreamPipe pipe, TenantBuffers buffers) {
        super(pipe, buffers);
    }

    @Override
    boolean fill() {
        freeCurrent();
        SpMessage message = take();
        if (message == null) {
            return false;
        }
        int length = message.wireLength();
        if (!provide(length)) {
            current = message;
            buffered = false;
            ByteBuffer header = ByteBuffer.allocate(message.headerLength());
            message.copyHeader(header);
            use(header.flip(), ByteBuffer.wrap(message.array(), message.arrayOffset(), message.bodyLength()));
            return true;
        }
        message.copyHeader(buffer);
        buffer.put(message.array(), message.arrayOffset(), message.bodyLength());
        buffer.flip();
        message.dispose();
        return true;
    }

    /** {@return whether the buffer has room for a message of that length now} */
    private boolean provide(int length) {
        if (length > DirectBufferPool.LARGE) {
            return false;
        }
        if (buffer == null || buffer.capacity() < length) {
            giveBuffer();
            buffer = length <= DirectBufferPool.SMALL ? buffers.small() : buffers.large(null);
            if (buffer == null) {
                return false;
            }
        }
        if (!buffered) {
            use(buffer);
            buffered = true;
        }
        buffer.clear();
        return true;
    }

    private void giveBuffer() {
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
        buffered = false;
    }

    private void freeCurrent() {
        if (current != null) {
            current.dispose();
            current = null;
        }
    }

    @Override
    boolean canSendNothing() {
        return false; // a send of zero bytes is an empty message
    }

    @Override
    void quiet() {
        if (buffer != null && buffer.capacity() > DirectBufferPool.SMALL) {
            giveBuffer();
        }
    }

    @Override
    void release() {
        giveBuffer();
        current = null;
    }
}
