package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.function.Consumer;

/**
 * Moves the backtrace of requests and surveys to their header. A message that has passed too many devices is dropped; a
 * message that is over before its backtrace is closes its pipe.
 */
final class RequestFilter implements Reader.Filter {
    private final Consumer<SpMessage> dropped;
    private int ttl;

    RequestFilter(Consumer<SpMessage> dropped) {
        this.dropped = dropped;
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
            dropped.accept(message);
        } else {
            message.dispose();
            actions.close(pipe, AioError.EPROTO);
        }
        return null;
    }
}
