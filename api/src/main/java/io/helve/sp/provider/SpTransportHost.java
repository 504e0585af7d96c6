package io.helve.sp.provider;

import io.helve.aio.AioFactory;
import io.helve.message.Messages;
import io.helve.sp.SpOption;
import io.helve.sp.SpProtocol;
import org.osgi.annotation.versioning.ProviderType;

/** What a dialer or listener of a transport can ask of the socket's side. */
@ProviderType
public interface SpTransportHost {
    /**
     * Returns what the socket speaks.
     *
     * @return the protocol; the peer must speak {@code protocol().peer()}
     */
    SpProtocol protocol();

    /**
     * Returns the present value of an option of the dialer or listener: {@code RECEIVE_MAX}, {@code HANDSHAKE_TIME}.
     *
     * @param <T> the option's type
     * @param option the option
     * @return the value
     */
    <T> T get(SpOption<T> option);

    /**
     * Returns what makes messages.
     *
     * @return the messages
     */
    Messages messages();

    /**
     * Returns what makes handles for whoever uses the socket, in OSGi that bundle: what is made by it counts for that
     * user, and ends with {@code ESTOPPED} when the user has gone. For all that the dialer or listener and its
     * connections need.
     *
     * @return the factory
     */
    AioFactory factory();

    /**
     * Counts a peer that speaks another protocol than {@code protocol().peer()}, and that the transport refuses. The
     * dialer or listener and its socket count the peer as rejected, as nng does.
     *
     * @param number the number of the protocol that the peer speaks
     */
    void peerMismatch(int number);
}
