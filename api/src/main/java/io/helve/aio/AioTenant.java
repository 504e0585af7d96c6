package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A tenant of a runtime: a plugin or another part of a program that shares the threads of the runtime with others, has
 * handles, files, connections and sockets of its own, and can be closed without the others. In OSGi each bundle that
 * uses a service is a tenant without further ado; without OSGi {@link AioRuntime#openTenant} makes tenants.
 *
 * <p>When a tenant has been closed, the runtime keeps no reference to the tenant's code, so its class loader can go.
 */
@ProviderType
@ThreadSafe
public interface AioTenant extends AutoCloseable {
    /**
     * Returns the name of the tenant, which log entries and statistics show.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the tenant's factory of handles.
     *
     * @return the factory, always the same
     */
    AioFactory factory();

    /**
     * Returns another service for this tenant: {@code AioFiles}, {@code StreamFactory}, {@code SpSockets} or
     * {@code Messages}, or a service of an {@link AioRuntime.Extension} that has tenants. What the tenant opens with
     * the service is closed with the tenant.
     *
     * @param <S> the service's type
     * @param type the service's interface
     * @return the service, always the same
     * @throws IllegalArgumentException if there is no such service for tenants
     * @throws AioException {@link AioError#ENOTSUP} as {@link AioRuntime#service} throws it; {@link AioError#ESTOPPED}
     *     if this tenant or the runtime is closing
     */
    <S> S service(Class<S> type);

    /**
     * Returns the counters of the tenant's handles, which stay readable when the tenant has been closed.
     *
     * @return an immutable snapshot
     */
    AioCounters counters();

    /**
     * Closes what the tenant has opened: first sockets and connections, then handles, within
     * {@link AioConfig#drainTime()}, then files. Idempotent. Inside a callback this method does not wait for callbacks.
     */
    @Override
    void close();
}
