package io.helve.net.scheme;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;

/**
 * The handshakes that a scheme makes on a fresh connection until the connection can carry data. A dialer or listener
 * has one upgrade for all its connections.
 */
@FunctionalInterface
public interface Upgrade {
    /**
     * Begins, on the channel's event loop. The channel does not read by itself: handlers that need data call
     * {@code read}.
     *
     * @param channel the connected channel; its stream will be the last handler of the pipeline
     * @param ready completes when the connection can carry data, or has failed; it also fails when the channel is
     *     closed
     * @throws Exception if the handshakes cannot begin
     */
    void begin(Channel channel, Promise<EstablishedConnection> ready) throws Exception;

    /**
     * Prepares connections before a listener binds, for example by reading certificates. May block.
     *
     * @throws Exception if connections could not be upgraded; the message says why
     */
    default void prepare() throws Exception {}

    /** {@return whether connections are ready at once; a listener then takes a connection only when an accept waits} */
    default boolean isImmediate() {
        return false;
    }
}
