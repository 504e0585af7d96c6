package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;

/** A protocol of a receive queue and a send queue: push, pull, raw sub, raw req, and with one peer only, pair. */
class QueueProtocol extends Protocol {
    /** Null for those that only send. */
    private final ReceiveQueue receiveQueue;

    /** Null for those that only receive. */
    private final SendQueue sendQueue;

    private final ProtocolContext context;

    /**
     * @param filter what is done with messages that arrive, or null if it does not receive
     * @param encoder what is done with messages that go out, or null if it does not send
     * @param check tells what may be sent
     */
    QueueProtocol(Reader.Filter filter, SendQueue.Encoder encoder, QueueContext.Check check) {
        this.receiveQueue = filter == null ? null : new ReceiveQueue(filter, quota());
        this.sendQueue = encoder == null ? null : new SendQueue(encoder, quota());
        this.context = new QueueContext(receiveQueue, sendQueue, check);
    }

    /** {@return push: gives each message to one of its peers} */
    static Protocol push() {
        return new QueueProtocol(null, SendQueue.AS_IT_IS, QueueContext.ANY);
    }

    /** {@return pull, and raw sub: takes messages from all its peers} */
    static Protocol pull() {
        return new QueueProtocol(Reader.WHOLE, null, QueueContext.ANY);
    }

    /** {@return raw req: whatever comes back, with its first word as the header} */
    static Protocol rawReq() {
        return new QueueProtocol(QueueProtocol::firstWord, SendQueue.AS_IT_IS, QueueContext.ANY);
    }

    static SpMessage firstWord(Pipe pipe, SpMessage message, DeferredActions actions) {
        if (message.wireLength() < 4) {
            message.free();
            actions.close(pipe, AioError.EPROTO);
            return null;
        }
        message.splitExactly(1);
        return message;
    }

    @Override
    public OptionValues options() {
        OptionValues options = OptionValues.none();
        if (sendQueue != null) {
            options.with(SpOptions.SEND_BUFFER, 0);
        }
        if (receiveQueue != null) {
            options.with(SpOptions.RECEIVE_BUFFER, 0);
        }
        return options;
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        if (sendQueue != null) {
            sendQueue.writable(pipe, actions);
        }
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        if (sendQueue != null) {
            sendQueue.detach(pipe);
        }
        if (receiveQueue != null) {
            receiveQueue.detach(pipe, keepsArrived);
        }
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        if (receiveQueue != null) {
            receiveQueue.readable(pipe, actions);
        } else {
            unexpected(pipe, actions);
        }
    }

    /** A peer that sends to a protocol that never receives: it is not what it says it is. */
    static void unexpected(Pipe pipe, DeferredActions actions) {
        SpMessage message = pipe.poll(actions);
        if (message != null) {
            message.free();
            actions.close(pipe, AioError.EPROTO);
        }
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        if (sendQueue != null) {
            sendQueue.writable(pipe, actions);
        }
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
