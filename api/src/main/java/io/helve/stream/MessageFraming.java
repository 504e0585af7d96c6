package io.helve.stream;

/**
 * How messages are separated on a stream. The sockets of {@code io.helve.sp} need to know the framing. A provider
 * states the framing of a scheme twice: its dialers and listeners in {@link StreamEndpoint#messageFraming}, which
 * sockets call before there is a connection, and its streams in {@link StreamProperty#MESSAGE_FRAMING}. The defaults
 * fit most schemes: {@link #LENGTH} for streams of bytes, and {@link #MESSAGES} for message-oriented streams.
 */
public enum MessageFraming {
    /**
     * The stream moves bytes. Each message is preceded by its length, 64 bits big-endian, and both sides begin with a
     * handshake of 8 bytes. Sockets use this framing over TCP.
     */
    LENGTH,

    /**
     * The stream moves bytes. Each message is preceded by a byte that is 1 and by its length, 64 bits big-endian, and
     * both sides begin with a handshake of 8 bytes. Sockets use this framing over Unix domain sockets, as nng and
     * nanomsg do.
     */
    TYPED,

    /**
     * The stream moves whole messages, in order and without loss, as WebSockets do. There is no handshake on the
     * stream. Sockets name their protocol by the option {@link StreamOptions#WS_PROTOCOL} of dialers and listeners that
     * support it, and the provider connects only dialers and listeners with the same protocol.
     */
    MESSAGES,

    /** The stream moves datagrams, which may get lost or arrive in another order. Sockets cannot use such streams. */
    DATAGRAMS;

    /**
     * Returns how messages are separated on a connection.
     *
     * @param stream the connection
     * @return the stream's property {@link StreamProperty#MESSAGE_FRAMING} if it is set; otherwise {@link #MESSAGES} or
     *     {@link #LENGTH}, by {@link Stream#isMessageOriented}
     */
    public static MessageFraming of(Stream stream) {
        MessageFraming own = stream.get(StreamProperty.MESSAGE_FRAMING);
        if (own != null) {
            return own;
        }
        return stream.isMessageOriented() ? MESSAGES : LENGTH;
    }
}
