package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.function.Consumer;

/**
 * Parses the words that a request or survey has collected on its way: up to and including the first whose highest bit
 * is set.
 */
final class Backtrace implements Reader.Filter {
    private final Consumer<SpMessage> dropped;
    private int ttl;

    Backtrace(Consumer<SpMessage> dropped) {
        this.dropped = dropped;
    }

    void setTtl(int newTtl) {
        ttl = newTtl;
    }

    @Override
    public SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        for (int words = 0; words < ttl; words++) {
            if (message.wireLength() < words * 4 + 4) {
                message.free();
                actions.close(pipe, AioError.EPROTO);
                return null;
            }
            if (message.wireWord(words) < 0) {
                message.splitExactly(words + 1);
                return message;
            }
        }
        dropped.accept(message); // it has come too far
        return null;
    }
}
