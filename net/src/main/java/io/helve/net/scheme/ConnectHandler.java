package io.helve.net.scheme;

import io.netty.channel.Channel;

/** The dial for which a scheme makes a connection. */
public interface ConnectHandler {
    /**
     * A channel has been made. Called before the channel is registered with its event loop. From now on the dial closes
     * the channel when it is cancelled, provided that the channel is registered.
     *
     * @param channel the channel
     * @return false if the dial is over: the scheme then closes the channel and calls no further method
     */
    boolean opened(Channel channel);

    /** {@return whether the dial is over; the scheme checks this once the channel is registered} */
    boolean isOver();

    /**
     * The channel is connected. Called on its event loop.
     *
     * @param channel the channel that will carry data, after the dialer's upgrade
     */
    void connected(Channel channel);

    /**
     * The connection cannot be made.
     *
     * @param cause why
     */
    void failed(Throwable cause);
}
