package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.Protocol;

/**
 * Takes messages from pipes that have some, in turn. A message stays where it is until somebody wants it: so a slow
 * reader slows its peers.
 */
final class Reader {
    /** What a protocol does with each message that arrives. */
    @FunctionalInterface
    interface Filter {
        /**
         * Looks at a message, and parses its header.
         *
         * @return the message, or null if it has been dropped
         */
        SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions);
    }

    /** For protocols without a header. */
    static final Filter WHOLE = (pipe, message, actions) -> {
        message.mergeHeader();
        return message;
    };

    private final Filter filter;
    private final PipeList readable = new PipeList();
    private boolean closed;

    Reader(Filter filter) {
        this.filter = filter;
    }

    void add(Pipe pipe) {
        if (!closed && pipe.listReadable(true)) {
            readable.add(pipe);
        }
    }

    /** A pipe is gone: it stays listed until what it has left has been taken, and no longer. */
    void remove(Pipe pipe, boolean keepsArrived) {
        if (!(keepsArrived && pipe.hasArrived()) && pipe.listReadable(false)) {
            readable.remove(pipe);
        }
    }

    /** Nothing is read any more; what pipes that are gone have left neither. */
    void close() {
        closed = true;
        for (Pipe pipe = readable.poll(); pipe != null; pipe = readable.poll()) {
            pipe.listReadable(false);
        }
    }

    /** {@return the next message, or null; perhaps there is one, and the pipe will be read again} */
    SpMessage next(DeferredActions actions) {
        int dropped = 0;
        for (Pipe pipe = readable.first(); pipe != null; pipe = readable.first()) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                readable.poll();
                pipe.listReadable(false);
                continue;
            }
            readable.rotate();
            message = filter.accept(pipe, message, actions);
            if (message != null) {
                return message;
            }
            if (++dropped == Protocol.BATCH) {
                actions.again(pipe);
                return null;
            }
        }
        return null;
    }
}
