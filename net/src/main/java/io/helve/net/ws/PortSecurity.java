package io.helve.net.ws;

import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.util.List;
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

    /**
     * Returns whether a connection with this security may go to a listener. Compares what the configurations were made
     * of, and where that differs, what the listeners have loaded.
     *
     * @param listener the listener
     * @return whether both use TLS with the same certificates, trust and settings, or neither uses TLS
     */
    boolean suits(PathRoute listener) {
        if (listener == source || config.isEmpty()) {
            return true;
        }
        TlsConfig mine = config.get();
        TlsConfig others = config(listener);
        return hasSameSettings(mine, others)
                && (hasSameSources(mine, others)
                        || source.tls().get().isSame(mine, listener.tls().get(), others));
    }

    /**
     * Has those listeners load changed files whose configurations were made of something else, so that {@link #suits}
     * knows them when the path of the request has come.
     */
    void refresh(List<PathRoute> listeners) {
        if (config.isEmpty()) {
            return;
        }
        for (PathRoute each : listeners) {
            TlsConfig others = config(each);
            if (each != source && !hasSameSources(config.get(), others)) {
                each.tls().get().refresh(others);
            }
        }
    }

    private static boolean hasSameSources(TlsConfig one, TlsConfig other) {
        return one.identity().equals(other.identity()) && one.trust().equals(other.trust());
    }

    private static boolean hasSameSettings(TlsConfig one, TlsConfig other) {
        return one.authMode() == other.authMode()
                && one.minVersion() == other.minVersion()
                && one.maxVersion() == other.maxVersion()
                && one.alpn().equals(other.alpn())
                && one.cipherSuites().equals(other.cipherSuites());
    }
}
