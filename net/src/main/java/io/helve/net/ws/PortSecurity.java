package io.helve.net.ws;

import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.util.Optional;

/**
 * The security of a fresh connection, whose listener is not known yet: the configuration of TLS that the oldest
 * listener of the port had when the connection began. Each listener may change its configuration later, so a connection
 * goes to another listener only if the configurations agree at that moment.
 *
 * @param source the listener that the configuration is from
 * @param config the configuration; empty for {@code ws}
 */
record PortSecurity(PathRoute source, Optional<TlsConfig> config) {
    static PortSecurity of(PathRoute listener) {
        return new PortSecurity(listener, listener.tls().map(secured -> config(listener)));
    }

    private static TlsConfig config(PathRoute listener) {
        return listener.handler().options().get(StreamOptions.TLS);
    }

    /** {@return whether a connection with this security may go to a listener; both use TLS, or neither does} */
    boolean suits(PathRoute listener) {
        return listener == source || config.isEmpty() || isSame(config.get(), config(listener));
    }

    private static boolean isSame(TlsConfig one, TlsConfig other) {
        return one.identity().equals(other.identity())
                && one.trust().equals(other.trust())
                && one.authMode() == other.authMode()
                && one.minVersion() == other.minVersion()
                && one.maxVersion() == other.maxVersion()
                && one.alpn().equals(other.alpn())
                && one.cipherSuites().equals(other.cipherSuites());
    }
}
