package io.helve.sp.impl.protocol;

import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Pull, raw or not, and raw sub: takes messages from all its peers. */
final class Pull extends Protocol {
    private final ReceiveQueue receives = new ReceiveQueue(Reader::whole, quota());

    private final ProtocolContext context = new ReceivingContext(receives) {
        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
        }
    };

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.RECEIVE_BUFFER, 0);
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        receives.detach(pipe, arrived);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receives.readable(pipe, actions);
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
