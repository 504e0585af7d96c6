package io.helve.impl.runtime;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes threads that keep no reference to the code that happened to cause their start. */
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
            Thread thread = new Thread(group, body, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
            return thread;
        });
    }
}
