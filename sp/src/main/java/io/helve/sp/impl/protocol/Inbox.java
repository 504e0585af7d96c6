package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.core.ByteQuota;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.MessageQueue;
import io.helve.sp.impl.core.OperationQueue;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.message.SpMessage;

/** Gives what pipes have to receives, with a buffer in between. */
final class Inbox {
    private final Reader reader;
    private final MessageQueue buffer;
    private final OperationQueue receivers = new OperationQueue();

    Inbox(Reader.Filter filter, ByteQuota quota) {
        buffer = new MessageQueue(0, quota);
        reader = new Reader(filter);
    }

    void setBuffer(int limit, Effects effects) {
        buffer.setLimit(limit);
        fill(effects);
    }

    AioError receive(AioOperation operation, Effects effects) {
        SpMessage message = next(effects);
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

    private SpMessage next(Effects effects) {
        SpMessage message = buffer.poll();
        return message != null ? message : reader.next(effects);
    }

    void readable(Pipe pipe, Effects effects) {
        reader.add(pipe);
        while (!receivers.isEmpty()) {
            SpMessage message = next(effects);
            if (message == null) {
                return;
            }
            effects.received(receivers.poll(), message);
        }
        fill(effects);
    }

    private void fill(Effects effects) {
        while (!buffer.isFull()) {
            SpMessage message = reader.next(effects);
            if (message == null) {
                return;
            }
            buffer.offer(message);
        }
    }

    void detach(Pipe pipe, boolean keepsArrived) {
        reader.remove(pipe, keepsArrived);
    }

    void close(Effects effects) {
        receivers.fail(AioError.ECLOSED, effects);
        buffer.clear();
        reader.close();
    }
}
