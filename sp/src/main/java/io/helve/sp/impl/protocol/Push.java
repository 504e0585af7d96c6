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

/** Push, raw or not: gives each message to one peer. */
final class Push extends Protocol {
    private final SendQueue sends = new SendQueue(message -> {}, quota());

    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            sends.setBuffer(options.get(SpOptions.SEND_BUFFER), actions);
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            return sends.send(message, operation, actions);
        }

        @Override
        public boolean cancelSend(AioOperation operation, DeferredActions actions) {
            return sends.cancel(operation);
        }

        @Override
        public void close(DeferredActions actions) {
            sends.close(actions);
        }
    };

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.SEND_BUFFER, 0);
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        sends.writable(pipe, actions);
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        sends.detach(pipe);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        refuseMessages(pipe, actions);
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
