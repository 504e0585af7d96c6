package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.util.ServiceLoader;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A completion pool with everything around it, for use without OSGi: on the class path or the module path.
 *
 * <p>Mirrors {@code nng_init} and {@code nng_fini}, but is an object: several may be open, and closing one ends only
 * its own threads. All its threads are daemons and are started when first needed.
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
        return ServiceLoader.load(Provider.class, AioRuntime.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new AioException(
                        AioError.ENOTSUP,
                        "no implementation found: add io.helve.impl to the class path or module path"))
                .open(config);
    }

    /**
     * Returns the factory of handles.
     *
     * @return the factory, always the same
     */
    AioFactory factory();

    /**
     * Returns another service that runs on this runtime, such as {@code io.helve.file.AioFiles} or
     * {@code io.helve.stream.StreamFactory}: what a bundle would find in the service registry. What comes from an
     * {@link Extension} is opened by the first call.
     *
     * @param <S> the service's type
     * @param type the service's interface
     * @return the service, always the same
     * @throws IllegalArgumentException if this runtime has no such service
     * @throws AioException {@link AioError#ESTOPPED} if this runtime is closing
     */
    <S> S service(Class<S> type);

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
     * @param config the new settings; the pool's name cannot change
     * @throws IllegalArgumentException if the name differs
     */
    void configure(AioConfig config);

    /**
     * Stops all handles, waits up to {@link AioConfig#drainTime()} for callbacks, completes what is left with
     * {@link AioError#ESTOPPED}, and ends all threads. Idempotent.
     *
     * <p>Callbacks that are still running when the drain time is over have up to half a second more, and are then
     * interrupted for as long. The thread of a callback that does not return even then is named in the log with its
     * stack, and is left behind; it ends when the callback returns.
     *
     * <p>An interrupt does not end the wait; it is still set afterwards.
     *
     * @throws IllegalStateException inside a callback
     */
    @Override
    void close();

    /**
     * Adds services to runtimes: what another module, such as {@code io.helve.net}, registers for
     * {@link ServiceLoader}. In OSGi it has no part; there modules publish their services themselves.
     */
    @ConsumerType
    interface Extension {
        /**
         * Returns the interfaces of the services that this adds.
         *
         * @return the interfaces
         */
        Set<Class<?>> services();

        /**
         * Opens the services for one runtime. Called when one of them is first asked for, at most once for each
         * runtime.
         *
         * @param runtime the runtime
         * @return the services
         */
        Services open(AioRuntime runtime);

        /** The services that an extension has opened. */
        @ConsumerType
        interface Services extends AutoCloseable {
            /**
             * Returns a service.
             *
             * @param type its interface, one of {@link Extension#services}
             * @return the service, always the same
             */
            Object service(Class<?> type);

            /** Closes them; called when the runtime closes, before its handles are stopped, the last opened first. */
            @Override
            void close();
        }
    }

    /** What an implementation registers for {@link ServiceLoader}. */
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
