package io.helve.sp.impl.protocol;

import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Pub, raw or not: publishes to all its peers. A slow subscriber loses the oldest messages. */
final class Pub extends FanoutProtocol {
    private static final int BUFFER = 16;

    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            sendToAll(message, actions);
            return Outcome.DONE;
        }

        @Override
        public void close(DeferredActions actions) {} // pub sends at once: no operation waits
    };

    Pub() {
        super(Overflow.DROP_OLDEST);
    }

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.SEND_BUFFER, BUFFER);
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
