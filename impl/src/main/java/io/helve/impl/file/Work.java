package io.helve.impl.file;

/**
 * Something for a file thread to do, and its place in the list where it waits; fields and {@link #take} under the
 * service's lock.
 */
abstract class Work {
    /** Where this waits, or null. */
    WorkList list;

    Work previous;
    Work next;

    /** A thread has come and this is no longer in its list: tells whether there still is something to do. */
    boolean take() {
        return true;
    }

    /** Does it, without a lock. */
    abstract void run();
}
