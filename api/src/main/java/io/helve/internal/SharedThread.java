package io.helve.internal;

import io.helve.aio.provider.AioEventWorker;

/**
 * Marks the threads of Helve on which many tenants depend: event loops, file threads, the expiry thread, threads that
 * resolve names. Code of a tenant runs on such a thread only if the tenant has asked for that with
 * {@code AioFactory.INLINE}, and the watchdog of the tenant's pool watches it there.
 */
public interface SharedThread {
    /**
     * {@return whether many tenants depend on the current thread now} That is also true of a worker of a completion
     * pool while it polls an event loop.
     */
    static boolean isCurrent() {
        Thread current = Thread.currentThread();
        return current instanceof SharedThread || current instanceof AioEventWorker worker && worker.isInSource();
    }
}
