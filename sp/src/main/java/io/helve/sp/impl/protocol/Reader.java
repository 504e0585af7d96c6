package io.helve.sp.impl.protocol;

import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Takes messages in turn from the pipes that have messages. A message stays in its pipe until a receiver wants the
 * message, so a slow receiver slows its peers down.
 */
final class Reader {
    /** The part of a protocol that checks each message that has arrived. */
    @FunctionalInterface
    interface Filter {
        /**
         * Checks a message, and moves its header out of the body.
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
        if (!closed && pipe.enterReadList()) {
            readable.add(pipe);
        }
    }

    /**
     * Removes a pipe that has ended; if its messages are kept, the pipe is removed when the last message has been
     * taken.
     */
    void remove(Pipe pipe, ArrivedMessages arrived) {
        if (!(arrived == ArrivedMessages.KEEP && pipe.hasArrived()) && pipe.leaveReadList()) {
            readable.remove(pipe);
        }
    }

    /** Takes no more messages, neither from attached pipes nor from pipes that have ended. */
    void close() {
        closed = true;
        for (Pipe pipe = readable.poll(); pipe != null; pipe = readable.poll()) {
            pipe.leaveReadList();
        }
    }

    /**
     * Takes the next message.
     *
     * @return the message, or null if no message is available. The result is also null if the filter has dropped so
     *     many messages that the lock should be released; the pipe is then read again later
     */
    SpMessage next(DeferredActions actions) {
        int dropped = 0;
        for (Pipe pipe = readable.first(); pipe != null; pipe = readable.first()) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                readable.poll();
                pipe.leaveReadList();
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
