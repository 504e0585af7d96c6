package io.helve.ops.jmx;

/** A dialer or listener of a socket in JMX. */
public interface EndpointMXBean {
    /** {@return the id} */
    long getId();

    /** {@return the id of the socket} */
    long getSocket();

    /** {@return the name of the tenant} */
    String getTenant();

    /** {@return the URL} */
    String getUrl();

    /** {@return the state in a word, such as {@code connected} or {@code listening}} */
    String getState();

    /** {@return the open pipes} */
    long getPipes();

    /** {@return the connections that it has made} */
    long getConnections();

    /** {@return the attempts and pipes that have failed} */
    long getFailures();

    /** {@return how an attempt or a pipe has failed last, or an empty text} */
    String getLastFailure();

    /** Closes the dialer or listener, without waiting. */
    void close();
}
