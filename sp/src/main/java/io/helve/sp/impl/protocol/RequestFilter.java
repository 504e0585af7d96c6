package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Moves the backtrace of requests and surveys to their header. A message that has passed too many devices is dropped; a
 * message with an incomplete backtrace closes its pipe.
 */
final class RequestFilter implements Reader.Filter {
    private final DropHandler drops;
    private int ttl;

    RequestFilter(DropHandler drops) {
        this.drops = drops;
    }

    void setTtl(int newTtl) {
        ttl = newTtl;
    }

    @Override
    public SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        int words = Backtrace.words(message, ttl);
        if (words > 0) {
            message.splitExactly(words);
            return message;
        }
        if (words == Backtrace.TOO_LONG) {
            drops.drop(message, DropReason.HOP_LIMIT);
        } else {
            drops.drop(message, DropReason.PROTOCOL_VIOLATION);
            actions.close(pipe, AioError.EPROTO);
        }
        return null;
    }
}
