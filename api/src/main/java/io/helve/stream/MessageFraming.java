package io.helve.stream;

/**
 * How messages are told apart on a stream, which the sockets of {@code io.helve.sp} need to know. A provider of a
 * scheme says so twice: its dialers and listeners by {@link StreamEndpoint#messageFraming}, which sockets ask before
 * there is a connection, and its streams by {@link StreamProperty#MESSAGE_FRAMING}. Both default to what most schemes
 * are: {@link #LENGTH} for streams of bytes, and {@link #MESSAGES} for streams that are message-oriented.
 */
public enum MessageFraming {
    /**
     * The stream moves bytes. Each message is preceded by its length, 64 bits big-endian, and both sides begin with a
     * handshake of 8 bytes; as over TCP.
     */
    LENGTH,

    /**
     * The stream moves bytes. Each message is preceded by a byte that is 1 and by its length, 64 bits big-endian, and
     * both sides begin with a handshake of 8 bytes; as nng and nanomsg do over Unix domain sockets.
     */
    TYPED,

    /**
     * The stream moves messages, each as one, in order and without loss; as over WebSockets. There is no handshake on
     * the stream. Sockets name their protocol by the option {@link StreamOptions#WS_PROTOCOL} of dialers and listeners,
     * if these support it, and the provider connects only those that name the same.
     */
    MESSAGES,

    /** The stream moves datagrams, which may get lost or arrive in another order. Sockets cannot use it. */
    DATAGRAMS;

    /**
     * Tells how messages are told apart on a connection.
     *
     * @param stream the connection
     * @return the property of the stream if it has it; otherwise {@link #MESSAGES} or {@link #LENGTH}, by
     *     {@link Stream#isMessageOriented}
     */
    public static MessageFraming of(Stream stream) {
        MessageFraming own = stream.get(StreamProperty.MESSAGE_FRAMING);
        if (own != null) {
            return own;
        }
        return stream.isMessageOriented() ? MESSAGES : LENGTH;
    }
}
