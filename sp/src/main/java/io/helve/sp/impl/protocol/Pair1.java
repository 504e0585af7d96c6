package io.helve.sp.impl.protocol;

import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Pair, version 1: one peer, and a header that counts the connections that a message has passed. */
class Pair1 extends Pair0 {
    private final HopFilter hops = new HopFilter(this::drop);

    @Override
    public final OptionSet options() {
        return super.options().with(SpOptions.TTL_MAX);
    }

    @Override
    public final void configure(OptionSet options) {
        hops.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    final SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        return hops.accept(pipe, message, actions);
    }

    @Override
    void encode(SpMessage message) {
        message.setHeader(1);
    }
}
