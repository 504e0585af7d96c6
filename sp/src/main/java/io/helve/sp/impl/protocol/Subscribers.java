package io.helve.sp.impl.protocol;

import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * The subscribers of a publisher. Publishing never waits: a subscriber whose pipe has no room lags, and gets the last
 * messages from the {@link Backlog} when its pipe has room again. Publishing costs nothing for the subscribers that
 * lag, however many they are: what each of them has lost is computed when it is asked for.
 *
 * <pre>
 *   READY --no room--> LAGGING --has got the last message--> READY
 * </pre>
 */
final class Subscribers {
    /** A subscriber. The object is the attachment of the subscriber's pipe. */
    private static final class Subscriber {
        private final Pipe pipe;

        /** The index in {@code ready}, or {@link #LAGGING}. */
        private int index;

        /** The number of the message that the subscriber gets next, while it lags. */
        private long position;

        Subscriber(Pipe pipe) {
            this.pipe = pipe;
        }
    }

    private static final int LAGGING = -1;

    private final DropHandler dropHandler;
    private final LossCounter losses;
    private final Backlog backlog;
    private final List<Subscriber> ready = new ArrayList<>();

    /** How many ready pipes are not linked to a socket in this process: their transports read the message itself. */
    private int readers;

    private int lagging;

    /** Counts messages that subscribers have lost. */
    @FunctionalInterface
    interface LossCounter {
        void lost(DropReason reason, long count);
    }

    /**
     * @param quota limits the bytes of the backlog
     * @param dropHandler gets a message for which there is no subscriber, to count and free it
     * @param losses counts what subscribers have lost
     */
    Subscribers(ByteQuota quota, DropHandler dropHandler, LossCounter losses) {
        this.dropHandler = dropHandler;
        this.losses = losses;
        backlog = new Backlog(quota);
    }

    void setBuffer(int limit) {
        backlog.setLimit(limit);
    }

    void attach(Pipe pipe) {
        Subscriber subscriber = new Subscriber(pipe);
        pipe.attach(subscriber);
        enterReady(subscriber);
    }

    void detach(Pipe pipe) {
        Subscriber subscriber = pipe.attachment(Subscriber.class);
        if (subscriber.index != LAGGING) {
            leaveReady(subscriber);
            return;
        }
        countLosses(pipe);
        long left = 0;
        for (long number = subscriber.position; number < backlog.end(); number++) {
            if (backlog.get(number) != null) {
                left++;
            }
        }
        losses.lost(DropReason.ENDED_PIPE, left);
        lagging--;
        backlog.leave(subscriber.position);
        backlog.trim();
    }

    private void enterReady(Subscriber subscriber) {
        subscriber.index = ready.size();
        ready.add(subscriber);
        if (!subscriber.pipe.isLinked()) {
            readers++;
        }
    }

    private void leaveReady(Subscriber subscriber) {
        Subscriber last = ready.remove(ready.size() - 1);
        if (last != subscriber) {
            ready.set(subscriber.index, last);
            last.index = subscriber.index;
        }
        subscriber.index = LAGGING;
        if (!subscriber.pipe.isLinked()) {
            readers--;
        }
    }

    /** Sends a message, which is consumed, to all subscribers. */
    void send(SpMessage message, DeferredActions actions) {
        for (int i = ready.size() - 1; i >= 0; i--) {
            Subscriber subscriber = ready.get(i);
            if (!subscriber.pipe.hasRoom()) {
                leaveReady(subscriber); // the last subscriber moves to this index; the loop has seen it already
                subscriber.position = backlog.enter();
                lagging++;
            }
        }
        int holders = readers + (lagging > 0 ? 1 : 0);
        if (readers < ready.size()) {
            Pipe last = copyToLinked(message, actions);
            last.put(holders > 0 ? message.copy() : message, actions);
        } else if (holders == 0) {
            dropHandler.drop(message, DropReason.NO_PEER);
        }
        if (holders > 0) {
            message.hold(holders);
            for (int i = 0; readers > 0 && i < ready.size(); i++) {
                Pipe pipe = ready.get(i).pipe;
                if (!pipe.isLinked()) {
                    pipe.put(message, actions);
                }
            }
        }
        if (lagging > 0) {
            long lost = backlog.add(message, lagging);
            losses.lost(DropReason.PEER_TOO_SLOW, lost);
            if (2 * lost > ready.size() + lagging) {
                actions.overrun();
            }
        }
    }

    /**
     * Gives a duplicate to each socket of this process but the last one. There is at least one.
     *
     * @return the pipe to the last one, which gets the message itself unless others hold the message
     */
    private Pipe copyToLinked(SpMessage message, DeferredActions actions) {
        Pipe last = null;
        for (int i = 0; i < ready.size(); i++) {
            Pipe pipe = ready.get(i).pipe;
            if (pipe.isLinked()) {
                if (last != null) {
                    last.put(message.copy(), actions);
                }
                last = pipe;
            }
        }
        return last;
    }

    /** Gives a subscriber whose pipe has room the messages that it has still to get. */
    void writable(Pipe pipe, DeferredActions actions) {
        Subscriber subscriber = pipe.attachment(Subscriber.class);
        if (subscriber.index != LAGGING) {
            return;
        }
        countLosses(pipe);
        while (subscriber.position < backlog.end() && pipe.hasRoom()) {
            SpMessage message = backlog.get(subscriber.position);
            if (message == null) {
                pipe.countDrops(1);
            } else if (pipe.isLinked()) {
                pipe.put(message.copy(), actions);
            } else {
                message.holdAlso();
                pipe.put(message, actions);
            }
            backlog.advance(subscriber.position++);
        }
        if (subscriber.position == backlog.end() && pipe.hasRoom()) {
            backlog.leave(subscriber.position);
            lagging--;
            enterReady(subscriber);
        }
        backlog.trim();
    }

    /** Counts the messages that a lagging subscriber has lost since the last call, for the statistics of its pipe. */
    void countLosses(Pipe pipe) {
        Subscriber subscriber = pipe.attachment(Subscriber.class);
        if (subscriber.index == LAGGING && subscriber.position < backlog.first()) {
            pipe.countDrops(backlog.first() - subscriber.position);
            subscriber.position = backlog.first();
        }
    }
}
