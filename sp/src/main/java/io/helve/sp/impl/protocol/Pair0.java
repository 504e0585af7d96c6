package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Pair, version 0: one peer, and no header. A second peer is rejected. */
class Pair0 extends QueueProtocol {
    /** The peer, or null while there is none. */
    private Pipe peer;

    @Override
    SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        return Reader.whole(pipe, message, actions);
    }

    @Override
    public final boolean attach(Pipe pipe, DeferredActions actions) {
        if (peer != null) {
            return false;
        }
        peer = pipe;
        return super.attach(pipe, actions);
    }

    @Override
    public final void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        super.detach(pipe, arrived, actions);
        peer = null;
    }
}
