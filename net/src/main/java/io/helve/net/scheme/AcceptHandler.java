package io.helve.net.scheme;

import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.netty.channel.Channel;

/** The listener that a scheme accepts connections for. Its {@code toString} names it in messages. */
public interface AcceptHandler {
    /** {@return its tenant} */
    StreamOwner owner();

    /** {@return the network that carries its connections} */
    default Network network() {
        return owner().network();
    }

    /** {@return its options, which may still change} */
    OptionValues options();

    /** {@return how many accept operations wait} */
    int waiting();

    /** {@return how many connections are ready that nobody has accepted} */
    int ready();

    /**
     * Offers a connection that can carry data. Called on the channel's event loop.
     *
     * @param channel the channel
     * @param connection what the scheme says of it
     */
    void ready(Channel channel, EstablishedConnection connection);

    /**
     * Tells that taking a connection from the operating system has failed. One waiting accept ends with that.
     *
     * @param cause why; its error is the result of the accept
     */
    void failed(AioException cause);
}
