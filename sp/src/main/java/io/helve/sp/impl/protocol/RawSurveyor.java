package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Raw surveyor: sends surveys whose header the application has written to all its peers, and receives answers with
 * their backtrace as the header.
 */
final class RawSurveyor extends FanoutProtocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final ReceiveQueue receives = new ReceiveQueue(new AnswerFilter(this::drop), quota());
    private final ProtocolContext context = new ReceivingContext(receives) {
        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            if (!Backtrace.isHeader(message)) {
                return Outcome.failed(AioError.EPROTO);
            }
            sendToAll(message, actions);
            return Outcome.DONE;
        }
    };

    @Override
    public OptionSet options() {
        return OptionSet.none()
                .with(SpOptions.SEND_BUFFER, SEND_BUFFER)
                .with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER)
                .with(SpOptions.TTL_MAX);
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        super.detach(pipe, arrived, actions);
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
