package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.ByteQuota;
import io.helve.sp.impl.spi.MessageQueue;
import io.helve.sp.impl.spi.OperationQueue;

/** Gives each message to one pipe that has room, in turn; what finds none waits in a buffer, or as an operation. */
final class SendQueue {
    /** What a protocol does to a message that goes out. */
    @FunctionalInterface
    interface Encoder {
        /** Writes the header. */
        void encode(SpMessage message);
    }

    static final Encoder AS_IT_IS = message -> {};

    private final Encoder encoder;
    private final PipeList writable = new PipeList();
    private final MessageQueue buffer;
    private final OperationQueue senders = new OperationQueue();

    SendQueue(Encoder encoder, ByteQuota quota) {
        buffer = new MessageQueue(0, quota);
        this.encoder = encoder;
    }

    void setBuffer(int limit, DeferredActions actions) {
        buffer.setLimit(limit);
        fill(actions);
    }

    AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
        // while something waits there is no room: whoever makes some serves what waits first
        Pipe pipe = roomy();
        if (pipe != null) {
            put(pipe, message, actions);
            return AioError.OK;
        }
        if (buffer.offer(message)) {
            return AioError.OK;
        }
        if (operation == null) {
            return AioError.EAGAIN;
        }
        senders.add(operation);
        return null;
    }

    boolean cancel(AioOperation operation) {
        return senders.remove(operation);
    }

    private void put(Pipe pipe, SpMessage message, DeferredActions actions) {
        encoder.encode(message);
        pipe.put(message, actions);
    }

    /** {@return the next pipe with room, or null} */
    private Pipe roomy() {
        for (Pipe pipe = writable.first(); pipe != null; pipe = writable.first()) {
            if (pipe.hasRoom()) {
                writable.rotate();
                return pipe;
            }
            writable.poll();
            pipe.listWritable(false);
        }
        return null;
    }

    void writable(Pipe pipe, DeferredActions actions) {
        if (pipe.listWritable(true)) {
            writable.add(pipe);
        }
        for (; ; ) {
            fill(actions);
            if (buffer.isEmpty() && senders.isEmpty()) {
                return;
            }
            Pipe next = roomy();
            if (next == null) {
                return;
            }
            SpMessage message = buffer.poll();
            if (message == null) {
                message = actions.takeMessage(senders.poll());
            }
            if (message != null) {
                put(next, message, actions);
            }
        }
    }

    /** Moves what operations have into the buffer. */
    private void fill(DeferredActions actions) {
        while (!buffer.isFull() && !senders.isEmpty()) {
            SpMessage message = actions.takeMessage(senders.poll());
            if (message != null) {
                buffer.offer(message);
            }
        }
    }

    void detach(Pipe pipe) {
        if (pipe.listWritable(false)) {
            writable.remove(pipe);
        }
    }

    void close(DeferredActions actions) {
        senders.fail(AioError.ECLOSED, actions);
        buffer.clear();
    }
}
