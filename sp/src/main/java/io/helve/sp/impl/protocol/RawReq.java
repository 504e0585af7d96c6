package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Raw req: sends requests whose header the application has written, and receives answers with their backtrace as the
 * header.
 */
final class RawReq extends QueueProtocol {
    private final AnswerFilter answers = new AnswerFilter(this::drop);

    /** {@inheritDoc} As in nng, raw req has the option {@code TTL_MAX} and does not use it. */
    @Override
    public OptionSet options() {
        return super.options().with(SpOptions.TTL_MAX);
    }

    @Override
    SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        return answers.accept(pipe, message, actions);
    }

    @Override
    AioError check(SpMessage message) {
        return Backtrace.isHeader(message) ? AioError.OK : AioError.EPROTO;
    }
}
