package io.helve.aio;

import java.util.ServiceLoader;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A completion pool with everything around it, for use without OSGi: on the class path or the module path.
 *
 * <p>Mirrors {@code nng_init} and {@code nng_fini}, but is an object: several may be open, and closing one ends only its
 * own threads. All its threads are daemons and are started when first needed.
 */
@ProviderType
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
     * Returns another service that runs on this runtime, such as {@code io.helve.file.AioFiles}: what a bundle would find
     * in the service registry.
     *
     * @param <S> the service's type
     * @param type the service's interface
     * @return the service, always the same
     * @throws IllegalArgumentException if this runtime has no such service
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
     * <p>An interrupt does not end the wait; it is still set afterwards.
     *
     * @throws IllegalStateException inside a callback
     */
    @Override
    void close();

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
