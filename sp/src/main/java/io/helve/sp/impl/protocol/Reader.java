package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.Protocol;

/**
 * Takes messages in turn from the pipes that have messages. A message stays in its pipe until a receiver wants the
 * message, so a slow receiver slows its peers down.
 */
final class Reader {
    /** What a protocol does with each message that arrives. */
    @FunctionalInterface
    interface Filter {
        /**
         * Looks at a message, and moves its header out of the body.
         *
         * @return the message, or null if the filter has dropped it
         */
        SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions);
    }

    private final Filter filter;
    private final PipeList readable = new PipeList();
    private boolean closed;

    Reader(Filter filter) {
        this.filter = filter;
    }

    /** {@return the whole message, for a protocol without a header} */
    static SpMessage whole(Pipe pipe, SpMessage message, DeferredActions actions) {
        message.mergeHeader();
        return message;
    }

    void add(Pipe pipe) {
        if (!closed && pipe.listReadable(true)) {
            readable.add(pipe);
        }
    }

    /**
     * Removes a pipe that has ended; if its messages are to be kept, it stays until the last of them has been taken.
     */
    void remove(Pipe pipe, ArrivedMessages arrived) {
        if (!(arrived == ArrivedMessages.KEEP && pipe.hasArrived()) && pipe.listReadable(false)) {
            readable.remove(pipe);
        }
    }

    /** Takes no more messages, neither of open pipes nor of those that have ended. */
    void close() {
        closed = true;
        for (Pipe pipe = readable.poll(); pipe != null; pipe = readable.poll()) {
            pipe.listReadable(false);
        }
    }

    /**
     * Takes the next message.
     *
     * @return the message, or null if there is none now; if so many messages have been dropped that the lock should be
     *     released, null though there are more, and the pipe is read again
     */
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
                actions.readAgain(pipe);
                return null;
            }
        }
        return null;
    }
}
