package io.helve.impl.file;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/** Makes daemon threads that hold on to nothing of the code that happens to be running when they are needed. */
final class FileThreadFactory implements ThreadFactory {
    private final String prefix;
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private int made;

    FileThreadFactory(String pool) {
        prefix = "helve-file-" + pool + "-";
    }

    /** Under the service's lock. */
    @Override
    public Thread newThread(Runnable task) {
        String name = prefix + ++made;
        Thread thread = privileged(() -> new Thread(group, task, name, 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(FileThreadFactory.class.getClassLoader());
        return thread;
    }

    /** A new thread keeps the access control context of its maker, and with it the class loaders of all that called it. */
    @SuppressWarnings("removal")
    private static Thread privileged(PrivilegedAction<Thread> make) {
        return AccessController.doPrivileged(make);
    }
}
