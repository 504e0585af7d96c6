package io.helve.net.scheme;

import io.helve.stream.StreamProperty;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * What a scheme says of a connection that is ready for data.
 *
 * @param name how it is called in messages, such as {@code tcp 127.0.0.1:1 - 127.0.0.1:2}
 * @param kind what its pieces mean
 * @param sendMax the longest message that can be sent
 * @param ending how our side ends
 * @param endsOrderlyWhenClosed whether a closed channel is an end of input, where nothing better tells it
 * @param receiveMax changes the longest message that is received
 * @param properties what users may ask for; values may appear later, so it is safe for several threads
 */
public record EstablishedConnection(
        String name,
        Kind kind,
        int sendMax,
        OutputShutdown ending,
        boolean endsOrderlyWhenClosed,
        IntConsumer receiveMax,
        Map<StreamProperty<?>, Object> properties) {
    /** What the pieces mean that arrive. */
    public enum Kind {
        /** Bytes. */
        BYTES,
        /** Messages, perhaps in parts; see {@link MessageFragment}. */
        MESSAGES,
        /** Datagrams, each a {@link MessageFragment}: a receive takes one and drops what does not fit. */
        DATAGRAMS
    }

    /**
     * The same, where the channel closes when the peer ends its side, and cannot be half open.
     *
     * @return the connection
     */
    public EstablishedConnection closedByItsPeersEnd() {
        return new EstablishedConnection(name, kind, sendMax, ending, true, receiveMax, properties);
    }

    /**
     * A connection for bytes.
     *
     * @param name how it is called
     * @param ending how our side ends
     * @param properties what users may ask for
     * @return the connection
     */
    public static EstablishedConnection ofBytes(
            String name, OutputShutdown ending, Map<StreamProperty<?>, Object> properties) {
        return new EstablishedConnection(name, Kind.BYTES, Integer.MAX_VALUE, ending, false, max -> {}, properties);
    }
}
