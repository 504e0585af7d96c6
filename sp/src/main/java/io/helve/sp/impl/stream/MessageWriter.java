package io.helve.sp.impl.stream;

import io.helve.sp.provider.SpOutgoingMessage;
import java.nio.ByteBuffer;

/** Sends each message as one message of the stream; the stream may write several messages at a time. */
final class MessageWriter extends PipeWriter {
    private ByteBuffer buffer;

    /** Whether the handle's iov is the buffer, and nothing else. */
    private boolean buffered;

    /** A message that is sent from its own memory, because no buffer for it was available; null otherwise. */
    private SpOutgoingMessage current;

    MessageWriter(StreamPipe pipe, TenantBuffers buffers) {
        super(pipe, buffers);
    }

    @Override
    boolean fill() {
        freeCurrent();
        SpOutgoingMessage message = take();
        if (message == null) {
            return false;
        }
        int length = message.wireLength();
        if (!provide(length)) {
            current = message;
            buffered = false;
            use(message.wire());
            return true;
        }
        message.copyWire(0, buffer);
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
