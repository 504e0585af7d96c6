package io.helve.net.socket;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;

/** The address of a listening socket, and what its scheme does there before the first connection and at the end. */
public interface BindTarget {
    /** {@return the address that the socket binds} */
    SocketAddress address();

    /**
     * Completes the binding, before connections are accepted. May block.
     *
     * @throws IOException if that fails; then the listener does not listen, and {@link #release} is called
     */
    default void bound() throws IOException {}

    /**
     * Cleans up, before the socket is closed or after binding has failed. The thread that closes the socket calls this
     * method; the event loop may call the method again when the channel has been closed.
     */
    default void release() {}

    /**
     * Checks an accepted connection, for I/O backends that cannot bind as narrowly as the scheme wants.
     *
     * @param child the connection
     * @return false if it is closed at once
     */
    default boolean admits(Channel child) {
        return true;
    }

    /**
     * Returns the address of the bound socket, as users see it.
     *
     * @param channel the channel
     * @return the address, of one of the JDK's or Helve's classes
     */
    default SocketAddress localAddress(Channel channel) {
        return channel.localAddress();
    }
}
