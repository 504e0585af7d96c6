package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A completion pool with its timers, file threads and other services, for use without OSGi: on the class path or the
 * module path.
 *
 * <p>Mirrors {@code nng_init} and {@code nng_fini}, but is an object: a program may open several runtimes, and closing
 * a runtime ends only its own threads. All threads of a runtime are daemons and start when they are first needed.
 */
@ProviderType
@ThreadSafe
public interface AioRuntime extends AutoCloseable {
    /**
     * Opens a runtime with the default settings.
     *
     * @return a new runtime; to be closed
     * @throws AioException {@link AioError#ENOTSUP} if there is no implementation on the class path or module path
     */
    static AioRuntime open() {
        return open(AioConfig.defaults());
    }

    /**
     * Opens a runtime.
     *
     * @param config its settings
     * @return a new runtime; to be closed
     * @throws AioException {@link AioError#ENOTSUP} if there is no implementation on the class path or module path
     */
    static AioRuntime open(AioConfig config) {
        Objects.requireNonNull(config, "config");
        return ServiceLoader.load(Provider.class, AioRuntime.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new AioException(
                        AioError.ENOTSUP,
                        "no implementation found: add io.helve:io.helve.impl to the class path or module path"))
                .open(config);
    }

    /**
     * Returns the factory of handles.
     *
     * @return the factory, always the same
     */
    AioFactory factory();

    /**
     * Returns another service that runs on this runtime: a service that a bundle would find in the service registry.
     * The services of Helve have methods for this: {@code AioFiles.of(runtime)}, {@code StreamFactory.of(runtime)},
     * {@code SpSockets.of(runtime)} and {@code Messages.of(runtime)}. The first call for a service of an
     * {@link Extension} opens the services of that extension.
     *
     * @param <S> the service's type
     * @param type the service's interface
     * @return the service, always the same
     * @throws IllegalArgumentException if neither Helve nor an extension has such a service
     * @throws AioException {@link AioError#ENOTSUP} if the module of the service, or a library that the module needs,
     *     is neither on the class path nor on the module path; the message says what to add, with its Maven
     *     coordinates. {@link AioError#ESTOPPED} if this runtime is closing
     */
    <S> S service(Class<S> type);

    /**
     * Opens a further tenant, such as a plugin with a class loader of its own. The context class loader of the calling
     * thread becomes that of the tenant's callbacks. The tenant is closed with this runtime, if not before.
     *
     * @param name its name in log entries and statistics
     * @param handlesMax how many handles it may have open; {@link AioConfig#handlesMax()} holds, too. As a handle
     *     carries one operation at a time, this limits the pending operations as well.
     * @return a new tenant; to be closed
     * @throws IllegalArgumentException if {@code handlesMax} is less than 1
     * @throws AioException {@link AioError#ESTOPPED} if this runtime is closing
     */
    AioTenant openTenant(String name, int handlesMax);

    /**
     * Returns the state of the pool and its counters.
     *
     * @return an immutable snapshot
     */
    AioSnapshot snapshot();

    /**
     * Changes the settings of the running pool; no operation is lost. Fewer threads take effect as running callbacks
     * return.
     *
     * @param config the new settings, with the same name of the pool
     * @throws IllegalArgumentException if the name differs
     */
    void configure(AioConfig config);

    /**
     * Stops all handles, waits up to {@link AioConfig#drainTime()} for callbacks, completes the remaining operations
     * with {@link AioError#ESTOPPED}, and ends all threads. Idempotent.
     *
     * <p>Callbacks that are still running on the completion pool when the drain time is over have up to half a second
     * more. Then the runtime interrupts them and waits for up to another half second. If a callback does not return
     * even then, a log entry names its thread with the stack, and the thread is left behind; it ends when the callback
     * returns. The runtime waits for callbacks on your own executor ({@link AioFactory#on}) during the drain time only,
     * and never interrupts them, because the threads are not its own.
     *
     * <p>An interrupt does not end the wait; the thread's interrupt status is still set afterwards.
     *
     * @throws IllegalStateException inside a callback
     */
    @Override
    void close();

    /**
     * Adds services to runtimes. A module such as {@code io.helve.net} registers an extension for
     * {@link ServiceLoader}. Extensions are not used in OSGi, where modules publish their services themselves.
     */
    @ConsumerType
    interface Extension {
        /**
         * Returns the interfaces of the services that this extension adds.
         *
         * @return the interfaces
         */
        Set<Class<?>> services();

        /**
         * Opens the services for one runtime. The runtime calls this method when a program first asks for one of the
         * services, and at most once.
         *
         * @param runtime the runtime
         * @return the services
         * @throws AioException {@link AioError#ENOTSUP} if a library that the services need is missing; the message
         *     says what to add
         */
        Services open(AioRuntime runtime);

        /** The services that an extension has opened. */
        @ConsumerType
        interface Services extends AutoCloseable {
            /**
             * Returns a service.
             *
             * @param type the interface of the service, one of {@link Extension#services}
             * @return the service, always the same
             */
            Object service(Class<?> type);

            /**
             * Opens the services for a tenant of the runtime. A service that configures or shows all tenants is not for
             * one tenant. The tenant calls this method when it first asks for one of the services, at most once, and
             * closes what this method returns before its handles.
             *
             * @param tenant the tenant
             * @return the services of the tenant; their method {@code service} throws an
             *     {@link IllegalArgumentException} for a service that is not for tenants
             * @throws AioException {@link AioError#ENOTSUP} if this extension has no tenants, as by default
             */
            default Services openTenant(AioTenant tenant) {
                throw new AioException(AioError.ENOTSUP, this + " has no services for " + tenant);
            }

            /**
             * Closes the services. A closing runtime calls this method before it stops its handles, for the last opened
             * extension first.
             */
            @Override
            void close();
        }
    }

    /** Opens runtimes. An implementation registers its provider for {@link ServiceLoader}. */
    @ProviderType
    interface Provider {
        /**
         * Opens a runtime.
         *
         * @param config its settings
         * @return a new runtime
         */
        AioRuntime open(AioConfig config);
    }
}
