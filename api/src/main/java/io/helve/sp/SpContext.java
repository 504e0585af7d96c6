package io.helve.sp;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An independent state of a protocol over the pipes of one socket. With contexts, one socket can have many requests in
 * progress at a time. Mirrors {@code nng_ctx}. Sockets of req, rep, sub, surveyor and respondent have contexts unless
 * they are raw. The socket itself has the state of one more context.
 *
 * <p>Options: {@link SpOptions#SEND_TIMEOUT}, {@link SpOptions#RECEIVE_TIMEOUT}, and the protocol's options for
 * contexts. Closing the socket closes its contexts.
 */
@ProviderType
@ThreadSafe
public interface SpContext extends SpChannel {
    /**
     * Returns the socket of this context.
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
