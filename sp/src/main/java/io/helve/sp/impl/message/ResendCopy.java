package io.helve.sp.impl.message;

/**
 * A duplicate of a message that may have to be sent again, then of the next message. It allocates nothing after the
 * first message, because nobody else ever sees the duplicate. One thread at a time uses it.
 */
public final class ResendCopy {
    private SpMessage copy;

    /** A count that no message uses any more, for the next message; null if there is none. */
    private RefCount spare;

    private boolean full;

    /** Creates one that keeps nothing. */
    public ResendCopy() {}

    /** {@return whether it keeps a message} */
    public boolean isFull() {
        return full;
    }

    /**
     * Keeps a message, and not the one before. The message itself stays the caller's.
     *
     * @param message the message
     */
    public void keep(SpMessage message) {
        free();
        if (spare != null && message.useShare(spare)) {
            spare = null;
        }
        if (copy == null) {
            copy = message.copy();
        } else {
            copy.becomeDuplicate(message);
        }
        full = true;
    }

    /** {@return another duplicate of what is kept} */
    public SpMessage again() {
        return copy.copy();
    }

    /** Keeps nothing. */
    public void free() {
        if (full) {
            full = false;
            RefCount last = copy.freeShared();
            if (last != null) {
                spare = last;
            }
        }
    }
}
