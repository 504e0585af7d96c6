package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.contract.MessageQueue;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import java.util.function.Predicate;

/**
 * The received messages of a protocol that never slows its peers down: a message for which no receive waits is
 * buffered, and when the buffer is full a message is dropped.
 */
final class LossyReceiveQueue {
    private final DropHandler drops;
    private final MessageQueue buffer;
    private final AioQueue receivers = new AioQueue();
    private Overflow overflow;
    private boolean keeps;

    LossyReceiveQueue(Overflow overflow, ByteQuota quota, DropHandler drops) {
        buffer = new MessageQueue(0, quota);
        this.overflow = overflow;
        this.drops = drops;
    }

    void setBuffer(int limit) {
        buffer.setLimit(limit);
        keeps = limit > 0;
    }

    void setOverflow(Overflow newOverflow) {
        overflow = newOverflow;
    }

    /** {@return whether the queue has a buffer, which keeps messages while no receive waits} */
    boolean keepsSome() {
        return keeps;
    }

    /** {@return whether the next message would make the queue drop a message} */
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
        if (buffer.isFull() && overflow == Overflow.DROP_OLDEST && !buffer.isEmpty()) {
            drops.drop(buffer.poll(), DropReason.RECEIVE_BUFFER_FULL);
        }
        if (!buffer.offer(message)) {
            drops.drop(message, DropReason.RECEIVE_BUFFER_FULL);
        }
    }

    Outcome receive(AioOperation operation, DeferredActions actions) {
        SpMessage message = buffer.poll();
        if (message != null) {
            actions.receivedNow(message);
            return Outcome.DONE;
        }
        return Outcome.waiting(operation, receivers);
    }

    boolean cancel(AioOperation operation) {
        return receivers.remove(operation);
    }

    /** Ends all receives that wait, and drops the messages in the buffer. */
    void end(AioError error, DeferredActions actions) {
        actions.failAll(receivers, error);
        buffer.drop(drops, DropReason.ABANDONED);
    }

    /** Drops the messages that a test refuses: no subscription matches them any more. */
    void retain(Predicate<SpMessage> test) {
        buffer.retain(test, drops, DropReason.NO_SUBSCRIPTION);
    }
}
