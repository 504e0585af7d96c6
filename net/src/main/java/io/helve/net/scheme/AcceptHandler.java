package io.helve.net.scheme;

import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.stream.StreamOptions;
import io.netty.channel.Channel;
import java.time.Duration;

/** The listener that a scheme accepts connections for. Its {@code toString} names it in messages. */
public interface AcceptHandler {
    /** {@return its tenant} */
    StreamOwner owner();

    /** {@return the network that carries its connections} */
    default Network network() {
        return owner().network();
    }

    /** {@return the options of the listener, which may still change} */
    OptionValues options();

    /** {@return the time limit of the handshake of a connection that begins now} */
    default Duration handshakeLimit() {
        Duration limit = options().get(StreamOptions.CONNECT_TIMEOUT);
        return limit == null ? network().config().connectTimeout() : limit;
    }

    /** {@return the number of accept operations that wait} */
    int waiting();

    /** {@return the number of connections that are ready and were not accepted yet} */
    int ready();

    /**
     * Offers a connection that can carry data. Called on the channel's event loop.
     *
     * @param channel the channel
     * @param connection the scheme's description of the connection
     */
    void ready(Channel channel, EstablishedConnection connection);

    /**
     * Tells that a connection that had been taken has failed in its handshake, for observers. Accept operations go on
     * waiting.
     *
     * @param cause why
     */
    default void handshakeFailed(Throwable cause) {}

    /**
     * Tells that taking a connection from the operating system has failed. One waiting accept ends with the failure.
     *
     * @param cause why; its error is the result of the accept
     */
    void failed(AioException cause);
}
