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
 * The socket's side of a dialer or listener: what its transport can ask for. Helve's own transports use nothing else.
 * All methods may be called by any thread, and none of them blocks.
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
     * Returns the factory of messages that the pipes of this dialer or listener deliver. It keeps the memory of freed
     * messages and uses it again: a transport makes a message of what it has received by {@link Messages#of(
     * java.nio.ByteBuffer)} and adds later parts by {@code append}, and frees each message that it has sent.
     *
     * @return the factory of messages
     */
    Messages messages();

    /**
     * Returns the factory of handles for the tenant whose socket this is, in OSGi a bundle. Handles made by it count
     * for that tenant, and end with {@code ESTOPPED} when the tenant has gone. A transport makes all handles by it that
     * the dialer or listener and its connections need.
     *
     * @return the factory of handles
     */
    AioFactory factory();

    /**
     * Counts a peer that speaks another protocol than {@code protocol().peer()}, and that the transport refuses. The
     * dialer or listener and its socket count the peer as rejected, as nng does.
     *
     * @param number the number of the protocol that the peer speaks
     */
    default void peerMismatch(int number) {}

    /**
     * Asks whether a connection may go on for a short time after its pipe was closed, to send what the socket had sent
     * before. A transport calls this from {@link SpTransportPipe#close}. If the answer is yes, the tenant's stop waits
     * for the connection, about a second at most, and the connection counts among the pipes of the tenant, though not
     * among those of the socket; the transport must call {@link #endLingering} once, when the connection has ended. If
     * the answer is no, too many connections of the tenant linger already, and the transport ends this one at once.
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
