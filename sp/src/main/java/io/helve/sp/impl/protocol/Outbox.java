package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.core.ByteQuota;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.MessageQueue;
import io.helve.sp.impl.core.OperationQueue;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.message.SpMessage;

/** Gives each message to one pipe that has room, in turn; what finds none waits in a buffer, or as an operation. */
final class Outbox {
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

    Outbox(Encoder encoder, ByteQuota quota) {
        buffer = new MessageQueue(0, quota);
        this.encoder = encoder;
    }

    void setBuffer(int limit, Effects effects) {
        buffer.setLimit(limit);
        fill(effects);
    }

    AioError send(SpMessage message, AioOperation operation, Effects effects) {
        // while something waits there is no room: whoever makes some serves what waits first
        Pipe pipe = roomy();
        if (pipe != null) {
            put(pipe, message, effects);
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

    private void put(Pipe pipe, SpMessage message, Effects effects) {
        encoder.encode(message);
        pipe.put(message, effects);
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

    void writable(Pipe pipe, Effects effects) {
        if (pipe.listWritable(true)) {
            writable.add(pipe);
        }
        for (; ; ) {
            fill(effects);
            if (buffer.isEmpty() && senders.isEmpty()) {
                return;
            }
            Pipe next = roomy();
            if (next == null) {
                return;
            }
            SpMessage message = buffer.poll();
            if (message == null) {
                message = effects.takeMessage(senders.poll());
            }
            if (message != null) {
                put(next, message, effects);
            }
        }
    }

    /** Moves what operations have into the buffer. */
    private void fill(Effects effects) {
        while (!buffer.isFull() && !senders.isEmpty()) {
            SpMessage message = effects.takeMessage(senders.poll());
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

    void close(Effects effects) {
        senders.fail(AioError.ECLOSED, effects);
        buffer.clear();
    }
}
