package io.helve.impl.pool;

/**
 * The stack of another thread, for a log entry: log services print the stack of a throwable in full, and cut messages.
 */
public final class StackOf extends Throwable {
    private static final long serialVersionUID = 1;

    /**
     * Takes the stack that a thread has now.
     *
     * @param thread the thread
     */
    public StackOf(Thread thread) {
        this(thread, thread.getStackTrace());
    }

    StackOf(Thread thread, StackTraceElement[] stack) {
        super("thread " + thread.getName() + " is here", null, false, true);
        setStackTrace(stack);
    }
}
