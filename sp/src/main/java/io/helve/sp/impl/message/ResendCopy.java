package io.helve.sp.impl.message;

/**
 * Keeps a duplicate of a message that may have to be sent again. The object is used for one message after the other and
 * allocates nothing after the first message, because no other code ever sees the duplicate. One thread at a time uses
 * the object.
 */
public final class ResendCopy {
    private SpMessage copy;

    /** A reference count that no message uses any longer, for the next message; null if there is none. */
    private RefCount spare;

    private boolean full;

    /** Creates an object that keeps no message. */
    public ResendCopy() {}

    /** {@return whether a message is kept} */
    public boolean isFull() {
        return full;
    }

    /**
     * Keeps a duplicate of a message, and frees the previous duplicate. The message itself stays the caller's.
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

    /** {@return another duplicate of the kept message} */
    public SpMessage again() {
        return copy.copy();
    }

    /** Frees the duplicate, if a message is kept. */
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
