package io.helve.sp.impl.protocol;

import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.pipe.DeferredActions;

/** The only context of a protocol whose receives are served by a {@link ReceiveQueue}. */
class ReceivingContext extends ProtocolContext {
    final ReceiveQueue receives;

    ReceivingContext(ReceiveQueue receives) {
        this.receives = receives;
    }

    @Override
    public final Outcome receive(AioOperation operation, DeferredActions actions) {
        return receives.receive(operation, actions);
    }

    @Override
    public final boolean cancelReceive(AioOperation operation, DeferredActions actions) {
        return receives.cancel(operation);
    }

    @Override
    public void close(DeferredActions actions) {
        receives.close(actions);
    }
}
