package io.helve.sp.impl.protocol;

import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.core.Protocol;
import io.helve.sp.impl.message.SpMessage;

/** Takes messages from pipes that have some, in turn. A message stays where it is until somebody wants it: so a slow reader slows its peers. */
final class Reader {
    /** What a protocol does with each message that arrives. */
    @FunctionalInterface
    interface Filter {
        /**
         * Looks at a message, and parses its header.
         *
         * @return the message, or null if it has been dropped
         */
        SpMessage accept(Pipe pipe, SpMessage message, Effects effects);
    }

    /** For protocols without a header. */
    static final Filter WHOLE = (pipe, message, effects) -> {
        message.mergeHeader();
        return message;
    };

    private final Filter filter;
    private final PipeList readable = new PipeList();

    Reader(Filter filter) {
        this.filter = filter;
    }

    void add(Pipe pipe) {
        if (pipe.listReadable(true)) {
            readable.add(pipe);
        }
    }

    void remove(Pipe pipe, boolean keepsArrived) {
        if (!keepsArrived && pipe.listReadable(false)) {
            readable.remove(pipe);
        }
    }

    /** {@return the next message, or null; perhaps there is one, and the pipe will be read again} */
    SpMessage next(Effects effects) {
        int dropped = 0;
        for (Pipe pipe = readable.first(); pipe != null; pipe = readable.first()) {
            SpMessage message = pipe.poll(effects);
            if (message == null) {
                readable.poll();
                pipe.listReadable(false);
                continue;
            }
            readable.rotate();
            message = filter.accept(pipe, message, effects);
            if (message != null) {
                return message;
            }
            if (++dropped == Protocol.BATCH) {
                effects.again(pipe);
                return null;
            }
        }
        return null;
    }
}
