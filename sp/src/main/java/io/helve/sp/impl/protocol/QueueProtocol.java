package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** A protocol that consists of a receive queue and a send queue: pair and raw req. */
abstract class QueueProtocol extends Protocol {
    private final ReceiveQueue receives = new ReceiveQueue(this::accept, quota());
    private final SendQueue sends = new SendQueue(this::encode, quota());
    private final ProtocolContext context = new QueueContext(receives, sends, this::check);

    /** Filters a message that has arrived, see {@link Reader.Filter}. */
    abstract SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions);

    /** {@return {@code OK}, or the error for a message that may not be sent} */
    AioError check(SpMessage message) {
        return AioError.OK;
    }

    /** Writes the header of a message before it is sent. */
    void encode(SpMessage message) {}

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.SEND_BUFFER, 0).with(SpOptions.RECEIVE_BUFFER, 0);
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        sends.writable(pipe, actions);
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        sends.detach(pipe);
        receives.detach(pipe, arrived);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receives.readable(pipe, actions);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        sends.writable(pipe, actions);
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
