package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A second state of a protocol over the pipes of one socket: with contexts many requests can be under way at a time.
 * Mirrors {@code nng_ctx}. There are contexts for req, rep, sub, surveyor and respondent, cooked. The socket itself is
 * one more.
 *
 * <p>Options: {@link SpOptions#SEND_TIMEOUT}, {@link SpOptions#RECEIVE_TIMEOUT}, and what the protocol has for
 * contexts. Closing the socket closes its contexts.
 */
@ProviderType
@ThreadSafe
public interface SpContext extends SpChannel {
    /**
     * Returns its socket.
     *
     * @return the socket
     */
    SpSocket socket();

    /**
     * {@inheritDoc}
     *
     * @throws AioException as the method it overrides
     */
    @Override
    <T> SpContext set(SpOption<T> option, T value);
}
