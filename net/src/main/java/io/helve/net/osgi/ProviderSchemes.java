package io.helve.net.osgi;

import io.helve.stream.provider.StreamProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which schemes the services of providers are for. What is odd about one is logged once, and again when it has changed.
 */
final class ProviderSchemes {
    private static final Logger LOG = System.getLogger(ProviderSchemes.class.getName());

    /**
     * A provider and its property do not say the same.
     *
     * @param own what it says itself
     * @param named what the property says, null if that is missing
     */
    private record Oddity(Set<String> own, Set<String> named) {}

    /**
     * What has been logged of those that are there; guarded by this. By identity: others' {@code equals} is not called
     * here.
     */
    private final Map<StreamProvider, Oddity> logged = new IdentityHashMap<>();

    /** {@return what the property says; a service without it is asked} */
    Set<String> read(StreamProvider provider, ProviderProperties properties) {
        Set<String> own = ProviderProperties.lowerCase(provider.schemes());
        Set<String> named = properties.schemes();
        Oddity oddity = own.equals(named) ? null : new Oddity(own, named);
        if (hasChanged(provider, oddity) && oddity != null) {
            LOG.log(
                    Level.WARNING,
                    named == null
                            ? "The provider " + provider + " has no property " + StreamProvider.SCHEME + "; taken for "
                                    + own
                            : "The provider " + provider + " says it is for " + own + ", and its property "
                                    + StreamProvider.SCHEME + " says " + named + ", which holds");
        }
        return named == null ? own : named;
    }

    private synchronized boolean hasChanged(StreamProvider provider, Oddity oddity) {
        Oddity before = oddity == null ? logged.remove(provider) : logged.put(provider, oddity);
        return !Objects.equals(before, oddity);
    }

    /** The service has gone. */
    synchronized void forget(StreamProvider provider) {
        logged.remove(provider);
    }
}
