package io.helve.net.scheme;

import io.helve.stream.StreamProperty;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The description, made by a scheme, of a connection that is ready for data.
 *
 * @param name the name of the connection in messages, such as {@code tcp 127.0.0.1:1 - 127.0.0.1:2}
 * @param kind the unit of the data
 * @param sendMax the longest message that can be sent
 * @param ending ends our side
 * @param endsOrderlyWhenClosed whether a closed channel means an orderly end of input, because the channel cannot be
 *     half open
 * @param receiveMax changes the longest message that is received
 * @param properties the properties that users read; a map for several threads, since values may appear later
 */
public record EstablishedConnection(
        String name,
        Kind kind,
        int sendMax,
        OutputShutdown ending,
        boolean endsOrderlyWhenClosed,
        IntConsumer receiveMax,
        Map<StreamProperty<?>, Object> properties) {
    /** The unit of the data that arrives. */
    public enum Kind {
        /** Bytes. */
        BYTES,
        /** Messages, perhaps in parts; see {@link MessageFragment}. */
        MESSAGES,
        /**
         * Datagrams, each a {@link MessageFragment}: a receive takes one and drops bytes for which there is no room.
         */
        DATAGRAMS
    }

    /**
     * Returns the same connection for a channel that cannot be half open: it is closed when the peer ends its side.
     *
     * @return the connection
     */
    public EstablishedConnection closedByItsPeersEnd() {
        return new EstablishedConnection(name, kind, sendMax, ending, true, receiveMax, properties);
    }

    /**
     * Describes a connection for bytes.
     *
     * @param name the name in messages
     * @param ending ends our side
     * @param properties the properties that users read
     * @return the connection
     */
    public static EstablishedConnection ofBytes(
            String name, OutputShutdown ending, Map<StreamProperty<?>, Object> properties) {
        return new EstablishedConnection(name, Kind.BYTES, Integer.MAX_VALUE, ending, false, max -> {}, properties);
    }
}
