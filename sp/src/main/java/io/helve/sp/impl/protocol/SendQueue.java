package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.contract.MessageQueue;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Gives each message to the next pipe that has room. While no pipe has room, a message waits in the buffer; if the
 * buffer is full, the send operation waits.
 */
final class SendQueue {
    /** The part of a protocol that prepares each message before it is sent. */
    @FunctionalInterface
    interface Encoder {
        /** Writes the header of a message. */
        void encode(SpMessage message);
    }

    private final Encoder encoder;
    private final WritablePipes writable = new WritablePipes();
    private final MessageQueue buffer;
    private final AioQueue senders = new AioQueue();

    SendQueue(Encoder encoder, ByteQuota quota) {
        buffer = new MessageQueue(0, quota);
        this.encoder = encoder;
    }

    void setBuffer(int limit, DeferredActions actions) {
        buffer.setLimit(limit);
        fill(actions);
    }

    Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
        // While a message waits no pipe has room, because a pipe that gets room serves the waiting messages first.
        Pipe pipe = writable.next();
        if (pipe != null) {
            put(pipe, message, actions);
            return Outcome.DONE;
        }
        if (buffer.offer(message)) {
            return Outcome.DONE;
        }
        return Outcome.waiting(operation, senders);
    }

    boolean cancel(AioOperation operation) {
        return senders.remove(operation);
    }

    private void put(Pipe pipe, SpMessage message, DeferredActions actions) {
        encoder.encode(message);
        pipe.put(message, actions);
    }

    void writable(Pipe pipe, DeferredActions actions) {
        writable.add(pipe);
        for (; ; ) {
            fill(actions);
            if (buffer.isEmpty() && senders.isEmpty()) {
                return;
            }
            Pipe next = writable.next();
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

    /** Moves the messages of waiting operations into the buffer. */
    private void fill(DeferredActions actions) {
        while (!buffer.isFull() && !senders.isEmpty()) {
            SpMessage message = actions.takeMessage(senders.poll());
            if (message != null) {
                buffer.offer(message);
            }
        }
    }

    void detach(Pipe pipe) {
        writable.remove(pipe);
    }

    void close(DeferredActions actions) {
        actions.failAll(senders, AioError.ECLOSED);
        buffer.clear();
    }
}
