package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.ProtocolContext;

/** The one state of a protocol that has no more than a receive queue, a send queue, or both. */
final class QueueContext extends ProtocolContext {
    /** Tells whether a message may be sent. */
    @FunctionalInterface
    interface Check {
        /** {@return null, or why not} */
        AioError refuse(SpMessage message);
    }

    static final Check ANY = message -> null;

    private final ReceiveQueue receiveQueue;
    private final SendQueue sendQueue;
    private final Check check;

    QueueContext(ReceiveQueue receiveQueue, SendQueue sendQueue, Check check) {
        this.receiveQueue = receiveQueue;
        this.sendQueue = sendQueue;
        this.check = check;
    }

    @Override
    public void configure(OptionValues options, DeferredActions actions) {
        if (sendQueue != null && options.has(SpOptions.SEND_BUFFER)) {
            sendQueue.setBuffer(options.get(SpOptions.SEND_BUFFER), actions);
        }
        if (receiveQueue != null && options.has(SpOptions.RECEIVE_BUFFER)) {
            receiveQueue.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
        }
    }

    @Override
    public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
        if (sendQueue == null) {
            return AioError.ENOTSUP;
        }
        AioError refused = check.refuse(message);
        return refused != null ? refused : sendQueue.send(message, operation, actions);
    }

    @Override
    public boolean cancelSend(AioOperation operation, DeferredActions actions) {
        return sendQueue != null && sendQueue.cancel(operation);
    }

    @Override
    public AioError receive(AioOperation operation, DeferredActions actions) {
        return receiveQueue == null ? AioError.ENOTSUP : receiveQueue.receive(operation, actions);
    }

    @Override
    public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
        return receiveQueue != null && receiveQueue.cancel(operation);
    }

    @Override
    public void close(DeferredActions actions) {
        if (sendQueue != null) {
            sendQueue.close(actions);
        }
        if (receiveQueue != null) {
            receiveQueue.close(actions);
        }
    }
}
