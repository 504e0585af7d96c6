package io.helve.net.scheme;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;

/** What a scheme does with a fresh connection until it can carry data: handshakes. One belongs to an endpoint. */
@FunctionalInterface
public interface Upgrade {
    /**
     * Begins, on the channel's event loop. The channel does not read by itself: handlers that need data ask for it.
     *
     * @param channel the connected channel; its stream will be the last handler of the pipeline
     * @param ready to be told when it can carry data, or that it cannot; closing the channel also ends it
     * @throws Exception if it cannot begin
     */
    void begin(Channel channel, Promise<EstablishedConnection> ready) throws Exception;

    /**
     * Does what must be possible before a listener is worth listening, such as reading certificates. May block.
     *
     * @throws Exception if connections could not be upgraded; the message says what is wrong
     */
    default void prepare() throws Exception {}

    /** {@return whether data can be carried at once, so that accepting many for one that waits is of no use} */
    default boolean isImmediate() {
        return false;
    }
}
