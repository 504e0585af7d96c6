package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.core.ByteQuota;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.MessageQueue;
import io.helve.sp.impl.core.OperationQueue;
import io.helve.sp.impl.message.SpMessage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Messages that come whether somebody waits for them or not: they are buffered, and when the buffer is full, lost. */
final class Arrivals {
    private final Consumer<SpMessage> dropped;
    private final MessageQueue buffer;
    private final OperationQueue receivers = new OperationQueue();
    private boolean prefersNew;
    private boolean keeps;

    Arrivals(boolean prefersNew, ByteQuota quota, Consumer<SpMessage> dropped) {
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

    void add(SpMessage message, Effects effects) {
        AioOperation receiver = receivers.poll();
        if (receiver != null) {
            effects.received(receiver, message);
            return;
        }
        if (buffer.isFull() && prefersNew && !buffer.isEmpty()) {
            dropped.accept(buffer.poll());
        }
        if (!buffer.offer(message)) {
            dropped.accept(message);
        }
    }

    AioError receive(AioOperation operation, Effects effects) {
        SpMessage message = buffer.poll();
        if (message != null) {
            return effects.received(message);
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
    void end(AioError error, Effects effects) {
        receivers.fail(error, effects);
        buffer.clear();
    }

    /** Drops those messages that a test refuses. */
    void retain(Predicate<SpMessage> test) {
        buffer.retain(test);
    }
}
