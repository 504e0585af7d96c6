package io.helve.impl.runtime;

import io.helve.internal.SharedThread;
import java.security.AccessController;
import java.security.PrivilegedAction;

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
    // Up to JDK 23 a thread keeps the access control context of its creator, and with it the class loaders of all its
    // callers; a privileged action cuts that off. Later JDKs just run the action.
    @SuppressWarnings("removal")
    public Thread newThread(String name, Runnable body) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new DaemonThread(group, body, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
            return thread;
        });
    }

    /**
     * A thread that ignores interrupts. An interrupt would close the file that the thread is working on, which may be
     * the file of any tenant. Interrupts come from {@link ThreadGroup#interrupt} or from inline callbacks.
     */
    private static final class DaemonThread extends Thread implements SharedThread {
        DaemonThread(ThreadGroup group, Runnable body, String name) {
            super(group, body, name, 0, false);
        }

        @Override
        public void interrupt() {
            // ignored: it would close a file
        }
    }
}
