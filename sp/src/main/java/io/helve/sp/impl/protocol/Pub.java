package io.helve.sp.impl.protocol;

import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Pub, raw or not: publishes to all its peers. A slow subscriber loses the oldest messages. */
final class Pub extends Protocol {
    private static final int BUFFER = 16;

    private final Subscribers subscribers = new Subscribers(quota(), this::drop, this::countDrops);

    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            subscribers.send(message, actions);
            return Outcome.DONE;
        }

        @Override
        public void close(DeferredActions actions) {} // pub sends at once: no operation waits
    };

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.SEND_BUFFER, BUFFER);
    }

    @Override
    public void configure(OptionSet options) {
        subscribers.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        subscribers.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        subscribers.detach(pipe);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        subscribers.writable(pipe, actions);
    }

    @Override
    public void countLosses(Pipe pipe) {
        subscribers.countLosses(pipe);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        refuseMessages(pipe, actions);
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
