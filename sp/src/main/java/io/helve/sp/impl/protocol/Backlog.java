package io.helve.sp.impl.protocol;

import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.message.SpMessage;

/**
 * The last published messages, in one list that all slow subscribers share, so that a subscriber that does not read
 * costs a publisher nothing. Of a subscriber only its position is kept: the number of the message that the subscriber
 * gets next. When the list is full, its oldest message is dropped, and each subscriber at that position or before it
 * has lost the message. Guarded by the socket's lock.
 *
 * <p>The list counts the subscribers at each position. Subscribers whose position is before the oldest message count as
 * being at that message, so that the number of losses is known without visiting the subscribers.
 */
final class Backlog {
    private final ByteQuota quota;
    private int limit;

    /** The messages in a circle, whose size is a power of two; null for a message that no quota had room for. */
    private SpMessage[] messages = {};

    /** How many subscribers are at the position of each message. */
    private int[] waiting = {};

    /** The number of the oldest message, or of the next one if the list is empty. */
    private long first;

    private int size;

    /** How many subscribers are behind the last message, and wait for the next one. */
    private int waitingForNext;

    /**
     * Creates an empty list.
     *
     * @param quota limits the bytes of the messages
     */
    Backlog(ByteQuota quota) {
        this.quota = quota;
    }

    /** Changes how many messages the list keeps. Messages beyond that stay until the next one comes. */
    void setLimit(int newLimit) {
        limit = newLimit;
    }

    /** {@return the number of the oldest message} */
    long first() {
        return first;
    }

    /** {@return the number that the next message will have} */
    long end() {
        return first + size;
    }

    /** A subscriber lags from the next message on. {@return its position} */
    long enter() {
        waitingForNext++;
        return end();
    }

    /**
     * Adds a message for all subscribers that lag; there is at least one.
     *
     * @param message the message, of which the list is a holder from now on
     * @param lagging how many subscribers lag
     * @return how many messages subscribers have lost, counted for each of them
     */
    long add(SpMessage message, int lagging) {
        long lost = 0;
        while (size > 0 && size >= limit) {
            lost += dropOldest();
        }
        if (size > 0 && !quota.hasRoom()) {
            lost += dropOldest();
        }
        SpMessage kept = message;
        if (limit == 0 || !quota.hasRoom()) {
            kept = null;
            lost += lagging;
            message.dispose();
        }
        if (kept == null && size == 0) {
            first++; // all subscribers are at the position of the next message
            return lost;
        }
        if (size == messages.length) {
            grow();
        }
        int at = at(first + size);
        messages[at] = kept;
        waiting[at] = waitingForNext;
        waitingForNext = 0;
        size++;
        if (kept != null) {
            quota.take(kept.wireLength());
        }
        return lost;
    }

    /** {@return how many subscribers have lost the oldest message, which leaves} */
    private long dropOldest() {
        int at = at(first);
        int there = waiting[at];
        boolean counted = messages[at] == null; // the loss was counted when the message came
        removeFirst();
        if (size == 0) {
            waitingForNext += there;
        } else {
            waiting[at(first)] += there;
        }
        return counted ? 0 : there;
    }

    private void removeFirst() {
        int at = at(first);
        SpMessage oldest = messages[at];
        messages[at] = null;
        waiting[at] = 0;
        first++;
        size--;
        if (oldest != null) {
            quota.give(oldest.wireLength());
            oldest.dispose();
        }
    }

    /** {@return a message, or null if it could not be kept; the list still has it} */
    SpMessage get(long number) {
        return messages[at(number)];
    }

    /** A subscriber moves from one position to the following one. */
    void advance(long number) {
        waiting[at(number)]--;
        if (number + 1 == end()) {
            waitingForNext++;
        } else {
            waiting[at(number + 1)]++;
        }
    }

    /**
     * A subscriber no longer lags.
     *
     * @param position its position
     */
    void leave(long position) {
        if (position == end()) {
            waitingForNext--;
        } else {
            waiting[at(position)]--;
        }
    }

    /** Frees the oldest messages, as far as no subscriber waits for them. */
    void trim() {
        while (size > 0 && waiting[at(first)] == 0) {
            removeFirst();
        }
    }

    private int at(long number) {
        return (int) number & messages.length - 1;
    }

    private void grow() {
        SpMessage[] old = messages;
        int[] oldWaiting = waiting;
        messages = new SpMessage[Math.max(4, 2 * old.length)];
        waiting = new int[messages.length];
        for (int i = 0; i < size; i++) {
            int from = (int) (first + i) & old.length - 1;
            messages[at(first + i)] = old[from];
            waiting[at(first + i)] = oldWaiting[from];
        }
    }
}
