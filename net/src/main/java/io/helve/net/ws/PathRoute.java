package io.helve.net.ws;

import io.helve.net.scheme.AcceptHandler;
import io.helve.net.tls.TlsUpgrade;
import java.util.Optional;

/**
 * A listener and its path at a port.
 *
 * @param path the path in the form in which requests are compared
 * @param handler the listener
 * @param tls secures connections; empty for {@code ws}
 */
record PathRoute(String path, AcceptHandler handler, Optional<TlsUpgrade> tls) {
    /** {@return whether the limit of connections that wait to be accepted is reached} */
    boolean isBusy() {
        return handler.ready() >= handler.network().config().handshakesMax();
    }
}
