package io.helve.ops.jmx;

/** A socket in JMX. */
public interface SocketMXBean {
    /** {@return the id} */
    long getId();

    /** {@return the name} */
    String getName();

    /** {@return the protocol} */
    String getProtocol();

    /** {@return the name of the tenant} */
    String getTenant();

    /** {@return the open pipes} */
    long getPipes();

    /** {@return the open contexts} */
    long getContexts();

    /** {@return the sent messages} */
    long getSentMessages();

    /** {@return the received messages} */
    long getReceivedMessages();

    /** {@return the sent bytes} */
    long getSentBytes();

    /** {@return the received bytes} */
    long getReceivedBytes();

    /** {@return the sent messages that were lost} */
    long getSentDrops();

    /** {@return the arrived messages that were lost} */
    long getReceivedDrops();

    /** {@return the pipes that were rejected} */
    long getRejectedPipes();

    /** {@return the bytes in the buffers} */
    long getQueuedBytes();

    /** Closes the socket, without waiting. */
    void close();
}
