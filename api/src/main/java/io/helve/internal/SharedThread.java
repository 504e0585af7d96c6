package io.helve.internal;

/**
 * The role of a thread of Helve on which many tenants depend: event loops, file threads, the expiry thread, threads
 * that resolve names. Code of a tenant runs on such a thread only if the tenant has asked for that with
 * {@code AioFactory.INLINE}, and the watchdog of the tenant's pool watches it there.
 *
 * <p>{@link DetachedThread#roleOf} tells where a thread has its role.
 */
public interface SharedThread {
    /** {@return whether many tenants depend on the current thread now} */
    static boolean isCurrent() {
        return isShared(Thread.currentThread());
    }

    /**
     * {@return whether many tenants depend on a thread now}
     *
     * @param thread any thread
     */
    static boolean isShared(Thread thread) {
        return DetachedThread.roleOf(thread) instanceof SharedThread role && role.isSharedNow();
    }

    /**
     * {@return whether many tenants depend on the thread now} A worker of a completion pool has this role while it
     * polls an event loop. The thread itself asks.
     */
    default boolean isSharedNow() {
        return true;
    }
}
