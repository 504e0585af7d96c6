package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Moves the backtrace of answers to their header, for raw req and raw surveyor. A message whose backtrace has no end,
 * or more words than a header holds, closes its pipe, as in nng.
 */
final class AnswerFilter implements Reader.Filter {
    private final DropHandler drops;

    AnswerFilter(DropHandler drops) {
        this.drops = drops;
    }

    @Override
    public SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        int words = Backtrace.words(message, Backtrace.MOST_WORDS);
        if (words > 0) {
            message.splitExactly(words);
            return message;
        }
        drops.drop(message, DropReason.PROTOCOL_VIOLATION);
        actions.close(pipe, AioError.EPROTO);
        return null;
    }
}
