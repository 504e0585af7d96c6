package io.helve.sp.impl.contract;

import io.helve.aio.AioError;
import io.helve.sp.DropReason;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.function.ToLongFunction;

/** A protocol's rules, for one socket. All methods are called under the socket's lock. */
public abstract class Protocol {
    /** The result of {@link #due} without a further timed action. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * The largest number of messages that are read under the lock at a time, so that peers that send without end cannot
     * keep other threads from the lock.
     */
    public static final int BATCH = 128;

    private final ByteQuota quota = new ByteQuota();
    private ProtocolHost host;

    /** For protocols. */
    protected Protocol() {}

    /**
     * Connects the protocol with its socket. Called once, before any other method.
     *
     * @param newHost the socket
     */
    public final void bind(ProtocolHost newHost) {
        host = newHost;
    }

    /** {@return the quota of bytes for the buffers of this protocol} */
    public final ByteQuota quota() {
        return quota;
    }

    /**
     * Returns the options of the protocol, in addition to the options of all sockets, with their defaults.
     *
     * @return the options
     */
    public OptionSet options() {
        return OptionSet.none();
    }

    /**
     * Returns the options of a context, a part of {@link #options}.
     *
     * @return the options
     */
    public OptionSet contextOptions() {
        return OptionSet.none();
    }

    /**
     * Reads the options that this protocol uses. Called at the beginning and after each change.
     *
     * @param options the socket's options
     */
    public void configure(OptionSet options) {}

    /**
     * Takes a new pipe.
     *
     * @param pipe the pipe
     * @param actions collects the actions to carry out once the lock is released
     * @return false if it is rejected
     */
    public abstract boolean attach(Pipe pipe, DeferredActions actions);

    /**
     * Detaches a pipe that has left the socket.
     *
     * @param pipe the pipe
     * @param arrived what becomes of the messages that have arrived on it
     * @param actions collects the actions to carry out once the lock is released
     */
    public abstract void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions);

    /**
     * Called when messages have arrived on a pipe after {@link Pipe#poll} had found none. The protocol reads until
     * {@code poll} finds none again or no receiver wants more; after {@value #BATCH} messages it stops and asks for
     * {@link DeferredActions#readAgain}.
     *
     * @param pipe the pipe
     * @param actions collects the actions to carry out once the lock is released
     */
    public abstract void readable(Pipe pipe, DeferredActions actions);

    /**
     * Called when a pipe has room after {@link Pipe#hasRoom} had found none.
     *
     * @param pipe the pipe
     * @param actions collects the actions to carry out once the lock is released
     */
    public void writable(Pipe pipe, DeferredActions actions) {}

    /**
     * Counts the messages that were lost for a pipe since the last call. A protocol that counts each loss when it
     * happens does nothing here.
     *
     * @param pipe the pipe
     */
    public void countLosses(Pipe pipe) {}

    /**
     * Returns the socket's own state.
     *
     * @return the context, always the same
     */
    public abstract ProtocolContext context();

    /**
     * Opens the state of a context.
     *
     * @return the context, or null if this protocol has no contexts
     */
    public ProtocolContext openContext() {
        return null;
    }

    /**
     * Carries out the protocol's timed actions that are due.
     *
     * @param now the time, as {@link System#nanoTime} tells it
     * @param actions collects the actions to carry out once the lock is released
     * @return the time of the next timed action, or {@link #NEVER}
     */
    public long due(long now, DeferredActions actions) {
        return NEVER;
    }

    /**
     * Carries out the timed actions of several objects that are due.
     *
     * @param <E> the type of the objects
     * @param all the objects
     * @param due carries out the due actions of one object, and returns the time of its next action or {@link #NEVER}
     * @return the earliest of these times, or {@link #NEVER}
     */
    protected static <E> long earliest(Iterable<E> all, ToLongFunction<E> due) {
        long next = NEVER;
        for (E each : all) {
            long when = due.applyAsLong(each);
            if (when != NEVER && (next == NEVER || when - next < 0)) { // times may wrap
                next = when;
            }
        }
        return next;
    }

    /**
     * Asks to have {@link #due} called, at that time or earlier.
     *
     * @param when the time
     * @param actions collects the actions to carry out once the lock is released
     */
    protected final void schedule(long when, DeferredActions actions) {
        host.schedule(when, actions);
    }

    /**
     * Counts and frees a message that is not delivered.
     *
     * @param message the message
     * @param reason why
     */
    protected final void drop(SpMessage message, DropReason reason) {
        host.countDrop(reason);
        message.dispose();
    }

    /**
     * Counts messages that peers did not get.
     *
     * @param reason why
     * @param count how many, counted for each peer
     */
    protected final void countDrops(DropReason reason, long count) {
        host.countDrops(reason, count);
    }

    /**
     * Reads from a pipe of a protocol that never receives: a peer that sends violates its protocol.
     *
     * @param pipe the pipe
     * @param actions collects the actions to carry out once the lock is released
     */
    protected final void refuseMessages(Pipe pipe, DeferredActions actions) {
        SpMessage message = pipe.poll(actions);
        if (message != null) {
            refuse(pipe, message, actions);
        }
    }

    /**
     * Drops a message that breaks the rules of the protocol, and has its pipe closed.
     *
     * @param pipe the pipe that the message came from
     * @param message the message
     * @param actions collects the actions to carry out once the lock is released
     */
    protected final void refuse(Pipe pipe, SpMessage message, DeferredActions actions) {
        drop(message, DropReason.PROTOCOL_VIOLATION);
        actions.close(pipe, AioError.EPROTO);
    }

    /**
     * Returns a pipe of this socket.
     *
     * @param id its number
     * @return the pipe, or null
     */
    protected final Pipe pipe(int id) {
        return host.pipe(id);
    }
}
