package io.helve.sp.impl.contract;

import io.helve.sp.DropReason;
import io.helve.sp.impl.message.SpMessage;
import java.util.function.Predicate;

/** A buffer of messages that an option bounds. Guarded by the socket's lock. */
public final class MessageQueue {
    private final ByteQuota quota;
    private SpMessage[] messages = {};
    private int limit;
    private int head;
    private int size;

    /**
     * Creates an empty queue.
     *
     * @param limit the largest number of messages
     * @param quota limits the bytes in all queues of the socket
     */
    public MessageQueue(int limit, ByteQuota quota) {
        this.quota = quota;
        this.limit = limit;
    }

    /**
     * Changes the limit. Messages in the queue are kept even if they exceed the new limit.
     *
     * @param newLimit the largest number of messages
     */
    public void setLimit(int newLimit) {
        limit = newLimit;
    }

    /** {@return whether the queue has no room for a further message} */
    public boolean isFull() {
        return size >= limit || !quota.hasRoom();
    }

    /** {@return whether the queue is empty} */
    public boolean isEmpty() {
        return size == 0;
    }

    /** {@return the number of messages} */
    public int size() {
        return size;
    }

    /**
     * Adds a message, if there is room.
     *
     * @param message the message
     * @return whether the message was added
     */
    public boolean offer(SpMessage message) {
        if (isFull()) {
            return false;
        }
        if (size == messages.length) {
            grow();
        }
        messages[(head + size++) % messages.length] = message;
        quota.take(message.wireLength());
        return true;
    }

    private void grow() {
        SpMessage[] larger = new SpMessage[Math.max(4, messages.length * 2)];
        for (int i = 0; i < size; i++) {
            larger[i] = messages[(head + i) % messages.length];
        }
        messages = larger;
        head = 0;
    }

    /** {@return the oldest message, or null} */
    public SpMessage poll() {
        if (size == 0) {
            return null;
        }
        SpMessage oldest = messages[head];
        messages[head] = null;
        head = head + 1 == messages.length ? 0 : head + 1;
        size--;
        quota.give(oldest.wireLength());
        return oldest;
    }

    /**
     * Drops the messages that a test refuses. The others stay in their order, even if there are more than the limit.
     *
     * @param test whether a message stays
     * @param drops takes the messages that do not stay
     * @param reason the reason of the drop
     */
    public void retain(Predicate<SpMessage> test, DropHandler drops, DropReason reason) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int at = (head + i) % messages.length;
            SpMessage message = messages[at];
            messages[at] = null;
            if (test.test(message)) {
                messages[(head + kept++) % messages.length] = message;
            } else {
                quota.give(message.wireLength());
                drops.drop(message, reason);
            }
        }
        size = kept;
    }

    /**
     * Drops all messages.
     *
     * @param drops takes the messages
     * @param reason the reason of the drop
     */
    public void drop(DropHandler drops, DropReason reason) {
        for (SpMessage next = poll(); next != null; next = poll()) {
            drops.drop(next, reason);
        }
    }

    /** Frees all messages, because the socket is closed. */
    public void clear() {
        for (SpMessage next = poll(); next != null; next = poll()) {
            next.dispose();
        }
    }
}
