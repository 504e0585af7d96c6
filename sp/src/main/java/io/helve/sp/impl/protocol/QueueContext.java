package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;

/** The only context of a {@link QueueProtocol}. */
final class QueueContext extends ReceivingContext {
    /** Tells whether a message may be sent. */
    @FunctionalInterface
    interface Check {
        /** {@return {@code OK}, or the error for a message that may not be sent} */
        AioError check(SpMessage message);
    }

    private final SendQueue sends;
    private final Check check;

    QueueContext(ReceiveQueue receives, SendQueue sends, Check check) {
        super(receives);
        this.sends = sends;
        this.check = check;
    }

    @Override
    public void configure(OptionSet options, DeferredActions actions) {
        sends.setBuffer(options.get(SpOptions.SEND_BUFFER), actions);
        receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
    }

    @Override
    public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
        AioError checked = check.check(message);
        return checked == AioError.OK ? sends.send(message, operation, actions) : Outcome.failed(checked);
    }

    @Override
    public boolean cancelSend(AioOperation operation, DeferredActions actions) {
        return sends.cancel(operation);
    }

    @Override
    public void close(DeferredActions actions) {
        sends.close(actions);
        super.close(actions);
    }
}
