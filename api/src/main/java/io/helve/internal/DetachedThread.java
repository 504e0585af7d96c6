package io.helve.internal;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * A daemon thread of Helve that keeps no class loader of the bundle that has started it once the thread has ended.
 *
 * <p>An ended thread may be kept for as long as any bundle on whose behalf it has loaded a class: the class loader of
 * Apache Felix notes the loading thread of each class in a map, and leaves the entry there if two threads load the same
 * class at the same moment. A thread refers to its class, since JDK 19 to its {@code Runnable}, and to its context
 * class loader. Therefore the class of this thread belongs to the API, and the thread drops its body and its context
 * class loader when it ends. It inherits no thread locals.
 *
 * <p>The class of its body tells what the thread is for, see {@link #roleOf}.
 */
public final class DetachedThread extends Thread {
    /** A thread body that handles interrupts of its thread itself. */
    public interface InterruptFilter {
        /**
         * Called for {@link Thread#interrupt}, by any thread. The body calls {@link DetachedThread#interruptNow} if the
         * interrupt shall have its usual effect.
         *
         * @param thread the thread to be interrupted
         */
        void interrupt(DetachedThread thread);
    }

    /** Null when the thread has ended. */
    private volatile Runnable body;

    private DetachedThread(ThreadGroup group, Runnable body, String name) {
        super(group, null, name, 0, false);
        this.body = body;
    }

    /**
     * Makes a thread, which the caller starts.
     *
     * @param group the group of the thread
     * @param body what the thread does
     * @param name the name of the thread
     * @param contextLoader its context class loader
     * @return the thread
     */
    // Up to JDK 23 a thread keeps the access control context of its creator, and with it the class loaders of all its
    // callers; a privileged action cuts that off. Later JDKs just run the action.
    @SuppressWarnings("removal")
    public static DetachedThread of(ThreadGroup group, Runnable body, String name, ClassLoader contextLoader) {
        return AccessController.doPrivileged((PrivilegedAction<DetachedThread>) () -> {
            DetachedThread thread = new DetachedThread(group, body, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(contextLoader);
            return thread;
        });
    }

    /**
     * {@return the object whose class tells what a thread is for} It is the body of a thread of this class, or null if
     * that has ended; any other thread is this object itself.
     *
     * @param thread any thread
     */
    public static Object roleOf(Thread thread) {
        return thread instanceof DetachedThread detached ? detached.body : thread;
    }

    @Override
    public void run() {
        try {
            body.run();
        } finally {
            body = null;
            setContextClassLoader(null);
        }
    }

    @Override
    public void interrupt() {
        if (body instanceof InterruptFilter filter) {
            filter.interrupt(this);
        } else {
            super.interrupt();
        }
    }

    /** Interrupts the thread without asking its body. */
    public void interruptNow() {
        super.interrupt();
    }
}
