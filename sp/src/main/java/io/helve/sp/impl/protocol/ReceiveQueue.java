package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.contract.MessageQueue;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Gives the messages of all pipes to receive operations, in order; a buffer may be in between. */
final class ReceiveQueue {
    private final Reader reader;
    private final MessageQueue buffer;
    private final AioQueue receivers = new AioQueue();

    ReceiveQueue(Reader.Filter filter, ByteQuota quota) {
        buffer = new MessageQueue(0, quota);
        reader = new Reader(filter);
    }

    void setBuffer(int limit, DeferredActions actions) {
        buffer.setLimit(limit);
        fill(actions);
    }

    Outcome receive(AioOperation operation, DeferredActions actions) {
        SpMessage message = next(actions);
        if (message != null) {
            actions.receivedNow(message);
            return Outcome.DONE;
        }
        return Outcome.waiting(operation, receivers);
    }

    boolean cancel(AioOperation operation) {
        return receivers.remove(operation);
    }

    private SpMessage next(DeferredActions actions) {
        SpMessage message = buffer.poll();
        return message != null ? message : reader.next(actions);
    }

    void readable(Pipe pipe, DeferredActions actions) {
        reader.add(pipe);
        while (!receivers.isEmpty()) {
            SpMessage message = next(actions);
            if (message == null) {
                return;
            }
            actions.received(receivers.poll(), message);
        }
        fill(actions);
    }

    private void fill(DeferredActions actions) {
        while (!buffer.isFull()) {
            SpMessage message = reader.next(actions);
            if (message == null) {
                return;
            }
            buffer.offer(message);
        }
    }

    void detach(Pipe pipe, ArrivedMessages arrived) {
        reader.remove(pipe, arrived);
    }

    void close(DeferredActions actions) {
        actions.failAll(receivers, AioError.ECLOSED);
        buffer.clear();
        reader.close();
    }
}
