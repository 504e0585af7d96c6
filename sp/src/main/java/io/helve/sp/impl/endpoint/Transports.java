package io.helve.sp.impl.endpoint;

import io.helve.sp.provider.SpTransport;

/** The transports of a runtime, as dialers and listeners see them. No method blocks. */
public interface Transports {
    /**
     * Finds the transport for new connections.
     *
     * @param scheme the scheme, in lower case
     * @return the transport, or {@code null} if there is none at present
     */
    SpTransport find(String scheme);

    /**
     * Tells whether a transport has been added and not been removed.
     *
     * @param transport the transport
     * @return whether it is there
     */
    boolean has(SpTransport transport);

    /**
     * Tells whether transports may still come. If so, dialers and listeners wait for the transport of their scheme;
     * otherwise they fail at once.
     *
     * @return whether transports may come
     */
    boolean mayCome();
}
