package io.helve.aio.provider;

import io.helve.aio.Aio;
import io.helve.annotation.NotThreadSafe;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The provider's side of a handle. {@link AioOperation#start} uses it; every handle of Helve implements it. Any thread
 * may start an operation; of several concurrent starts one succeeds.
 */
@ProviderType
@NotThreadSafe
public interface AioHandle extends Aio {
    /**
     * Returns the provider's side of a handle.
     *
     * @param aio the handle
     * @return the same object
     * @throws IllegalArgumentException if the handle is not one of Helve's
     */
    static AioHandle of(Aio aio) {
        if (aio instanceof AioHandle handle) {
            return handle;
        }
        Objects.requireNonNull(aio, "aio");
        throw new IllegalArgumentException(
                "not a handle of an AioFactory: " + aio.getClass().getName());
    }

    /**
     * Starts an operation.
     *
     * @param canceller ends the operation early, or {@code null}
     * @param defaultTimeout the timeout in place of {@link Aio#DEFAULT}
     * @return the operation, or {@code null} if it must not proceed
     * @throws IllegalStateException if the handle is busy
     * @see AioOperation#start(Aio, AioCanceller)
     */
    @Nullable
    AioOperation start(@Nullable AioCanceller canceller, Duration defaultTimeout);

    /**
     * Starts an exclusive operation.
     *
     * @param canceller ends the operation early, or {@code null}
     * @param defaultTimeout the timeout in place of {@link Aio#DEFAULT}
     * @return the operation, or {@code null} if it must not proceed
     * @throws IllegalStateException if the handle is busy
     * @see AioOperation#startExclusive(Aio, AioCanceller)
     */
    @Nullable
    AioOperation startExclusive(@Nullable AioCanceller canceller, Duration defaultTimeout);
}
