package io.helve.sp.impl.osgi;

import io.helve.sp.provider.SpTransport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which schemes the services of transports are for. What is odd about one is logged once, and again when it has
 * changed.
 */
final class TransportSchemes {
    private static final Logger LOG = System.getLogger(TransportSchemes.class.getName());

    /**
     * A transport and its property do not say the same.
     *
     * @param own what it says itself
     * @param named what the property says, null if that is missing
     */
    private record Oddity(Set<String> own, Set<String> named) {}

    /**
     * What has been logged of those that are there; guarded by this. By identity: others' {@code equals} is not called
     * here.
     */
    private final Map<SpTransport, Oddity> logged = new IdentityHashMap<>();

    /** {@return what the property says; a service without it is asked} */
    Set<String> read(SpTransport transport, TransportProperties properties) {
        Set<String> own = TransportProperties.lowerCase(transport.schemes());
        Set<String> named = properties.schemes();
        Oddity oddity = own.equals(named) ? null : new Oddity(own, named);
        if (hasChanged(transport, oddity) && oddity != null) {
            LOG.log(
                    Level.WARNING,
                    named == null
                            ? "The transport " + transport + " has no property " + SpTransport.SCHEME + "; taken for "
                                    + own
                            : "The transport " + transport + " says it is for " + own + ", and its property "
                                    + SpTransport.SCHEME + " says " + named + ", which holds");
        }
        return named == null ? own : named;
    }

    private synchronized boolean hasChanged(SpTransport transport, Oddity oddity) {
        Oddity before = oddity == null ? logged.remove(transport) : logged.put(transport, oddity);
        return !Objects.equals(before, oddity);
    }

    /** The service has gone. */
    synchronized void forget(SpTransport transport) {
        logged.remove(transport);
    }
}
