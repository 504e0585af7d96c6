package io.helve.impl.runtime;

import io.helve.internal.DetachedThread;
import io.helve.internal.SharedThread;

/** Makes threads that keep no reference to the code that caused their start, and that ignore interrupts. */
public final class DaemonThreads {
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();

    /**
     * Makes a daemon thread.
     *
     * @param name the name of the thread
     * @param body the task of the thread
     * @return the thread, not started
     */
    public Thread newThread(String name, Runnable body) {
        return DetachedThread.of(group, new Uninterrupted(body), name, DaemonThreads.class.getClassLoader());
    }

    /**
     * The body of a thread that ignores interrupts. An interrupt would close the file that the thread is working on,
     * which may be the file of any tenant. Interrupts come from {@link ThreadGroup#interrupt} or from inline callbacks.
     */
    private record Uninterrupted(Runnable body) implements Runnable, SharedThread, DetachedThread.InterruptFilter {
        @Override
        public void run() {
            body.run();
        }

        @Override
        public void interrupt(DetachedThread thread) {
            // ignored: it would close a file
        }
    }
}
