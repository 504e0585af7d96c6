package io.helve.net.ws;

import io.helve.net.scheme.AcceptHandler;
import io.helve.net.tls.TlsUpgrade;
import java.util.Optional;

/**
 * A listener at its path of a port.
 *
 * @param path the path, as requests have it
 * @param handler the listener
 * @param tls secures connections; empty for {@code ws}
 */
record PathRoute(String path, AcceptHandler handler, Optional<TlsUpgrade> tls) {
    /** {@return whether the listener has so many connections that nobody accepts that it gets no more} */
    boolean isBusy() {
        return handler.ready() >= handler.network().config().handshakesMax();
    }
}
