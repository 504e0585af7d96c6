package io.helve.ops.jmx;

/**
 * The byte streams in JMX. Their notification is {@value #HANDSHAKE_FAILED}; the number of new failures is its user
 * data.
 */
public interface StreamsMXBean {
    /** The type of the notification that accepted connections have failed in their handshake. */
    String HANDSHAKE_FAILED = "io.helve.streams.handshakeFailed";

    /** {@return the I/O mechanism of new connections} */
    String getTransport();

    /** {@return the event loops} */
    int getThreads();

    /** {@return the open connections} */
    int getStreams();

    /** {@return the connections that may be open} */
    int getConnectionsMax();

    /** {@return the open dialers} */
    int getDialers();

    /** {@return the open listeners} */
    int getListeners();

    /** {@return the connections that dialers have made} */
    long getDialed();

    /** {@return the connections that were accepted} */
    long getAccepted();

    /** {@return the dials that failed} */
    long getDialFailures();

    /** {@return the accepted connections that failed in their handshake, and failures to accept} */
    long getAcceptFailures();

    /** {@return the bytes sent} */
    long getBytesSent();

    /** {@return the bytes received} */
    long getBytesReceived();

    /** {@return the bytes of direct memory that small sends use} */
    long getDirectMemoryUsed();

    /** {@return the bytes of direct memory that small sends may use} */
    long getDirectMemoryMax();

    /** {@return the requests for direct memory that got none} */
    long getDirectMemoryRefused();

    /** {@return the bytes kept on the heap because nobody receives them or the peer does not read} */
    long getHeapKept();

    /** {@return the bytes kept on the heap from which on memory is tight} */
    long getHeapKeptMax();

    /** {@return the accepted connections that are open} */
    long getAcceptedOpen();
}
