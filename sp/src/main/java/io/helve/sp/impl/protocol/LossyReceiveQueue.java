package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.spi.ByteQuota;
import io.helve.sp.impl.spi.MessageQueue;
import io.helve.sp.impl.spi.OperationQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Messages that come whether somebody waits for them or not: they are buffered, and when the buffer is full, lost. */
final class LossyReceiveQueue {
    private final Consumer<SpMessage> dropped;
    private final MessageQueue buffer;
    private final OperationQueue receivers = new OperationQueue();
    private boolean prefersNew;
    private boolean keeps;

    LossyReceiveQueue(boolean prefersNew, ByteQuota quota, Consumer<SpMessage> dropped) {
        buffer = new MessageQueue(0, quota);
        this.prefersNew = prefersNew;
        this.dropped = dropped;
    }

    void setBuffer(int limit) {
        buffer.setLimit(limit);
        keeps = limit > 0;
    }

    void setPrefersNew(boolean prefers) {
        prefersNew = prefers;
    }

    /** {@return whether what comes is kept while nobody waits} */
    boolean keepsSome() {
        return keeps;
    }

    /** {@return whether one more message would make one be lost} */
    boolean isFull() {
        return buffer.isFull() && receivers.isEmpty();
    }

    boolean isEmpty() {
        return buffer.isEmpty();
    }

    void add(SpMessage message, DeferredActions actions) {
        AioOperation receiver = receivers.poll();
        if (receiver != null) {
            actions.received(receiver, message);
            return;
        }
        if (buffer.isFull() && prefersNew && !buffer.isEmpty()) {
            dropped.accept(buffer.poll());
        }
        if (!buffer.offer(message)) {
            dropped.accept(message);
        }
    }

    AioError receive(AioOperation operation, DeferredActions actions) {
        SpMessage message = buffer.poll();
        if (message != null) {
            return actions.received(message);
        }
        if (operation == null) {
            return AioError.EAGAIN;
        }
        receivers.add(operation);
        return null;
    }

    boolean cancel(AioOperation operation) {
        return receivers.remove(operation);
    }

    /** Ends all receives, and drops what is there. */
    void end(AioError error, DeferredActions actions) {
        receivers.fail(error, actions);
        buffer.clear();
    }

    /** Drops those messages that a test refuses. */
    void retain(Predicate<SpMessage> test) {
        buffer.retain(test);
    }
}
