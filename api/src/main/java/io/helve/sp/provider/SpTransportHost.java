package io.helve.sp.provider;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import io.helve.message.Messages;
import io.helve.sp.SpOption;
import io.helve.sp.SpProtocol;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The socket's side of a dialer or listener, as its transport sees it. Helve's own transports use nothing else of the
 * socket. Any thread may call any method, and no method blocks.
 */
@ProviderType
@ThreadSafe
public interface SpTransportHost {
    /**
     * Returns the protocol that the socket speaks.
     *
     * @return the protocol; the peer must speak {@code protocol().peer()}
     */
    SpProtocol protocol();

    /**
     * Returns the present value of an option of the dialer or listener: {@code RECEIVE_MAX}, {@code HANDSHAKE_TIME}.
     *
     * @param <T> the type of the option
     * @param option the option
     * @return the value
     * @throws AioException {@code ENOTSUP} if dialers and listeners do not have the option
     */
    <T> T get(SpOption<T> option);

    /**
     * Returns the factory of messages that the pipes of this dialer or listener deliver. The factory keeps the memory
     * of freed messages and uses it again: a transport makes a message of received bytes with
     * {@link Messages#of(java.nio.ByteBuffer)}, adds later parts with {@code append}, and frees each message that it
     * has sent.
     *
     * @return the factory of messages
     */
    Messages messages();

    /**
     * Returns the factory of handles for the tenant of the socket, in OSGi a bundle. Its handles count for that tenant,
     * and their operations end with {@code ESTOPPED} when the tenant has gone. A transport allocates all handles for
     * the dialer or listener and its connections from this factory.
     *
     * @return the factory of handles
     */
    AioFactory factory();

    /**
     * Counts a peer that the transport refuses because the peer speaks another protocol than {@code protocol().peer()}.
     * The dialer or listener and its socket count the peer as rejected, as nng does.
     *
     * @param number the number of the protocol that the peer speaks
     */
    default void peerMismatch(int number) {}

    /**
     * Asks whether a connection may stay open for a short time after its pipe was closed, to send the messages that the
     * socket had sent before. A transport calls this from {@link SpTransportPipe#close}. If the result is {@code true},
     * the tenant's stop waits for the connection, about a second at most, and the connection counts among the pipes of
     * the tenant, though not among the pipes of the socket; the transport must call {@link #endLingering} once, when
     * the connection has ended. If the result is {@code false}, too many connections of the tenant linger already, and
     * the transport ends the connection at once.
     *
     * @return whether the connection may linger
     */
    default boolean beginLingering() {
        return false;
    }

    /** Tells that a connection which was allowed to linger has ended. */
    default void endLingering() {}

    /**
     * Makes a link for the two ends of a connection within this process. See {@link SpPipeLink}.
     *
     * @return one side of a new link
     * @throws AioException {@code ENOTSUP} if this host has no links
     */
    default SpPipeLink link() {
        throw new AioException(AioError.ENOTSUP, "no links between pipes");
    }
}
