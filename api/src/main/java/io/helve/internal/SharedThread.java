package io.helve.internal;

/**
 * Marks the threads of Helve on which many tenants depend: event loops, file threads, the expiry thread, threads that
 * resolve names. Code of a tenant runs on such a thread only if the tenant has asked for that with
 * {@code AioFactory.INLINE}, and the watchdog of the tenant's pool watches it there.
 */
public interface SharedThread {}
