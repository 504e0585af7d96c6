package io.helve.impl.file;

/**
 * Work for a file thread, which is also a node of the {@link FileWorkQueue} in which the work waits.
 *
 * <p>The service's lock guards the fields, and is held during {@link #take}.
 */
abstract class FileWork {
    /** The queue in which the work waits, or null. */
    FileWorkQueue queue;

    FileWork previous;
    FileWork next;

    /**
     * Notes that a thread has taken the work out of its queue and is about to call {@link #run}. Called under the
     * service's lock.
     *
     * @return whether there is still something to do
     */
    boolean take() {
        return true;
    }

    /** Does the work; called without a lock. */
    abstract void run();
}
