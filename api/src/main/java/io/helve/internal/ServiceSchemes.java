package io.helve.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.annotation.ThreadSafe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which schemes a service is for. The service property counts, so that a framework can find the service without
 * calling it; if the property is missing, the schemes that the service itself names count. A mismatch between the two
 * is logged once for each service, and again when the mismatch changes.
 *
 * @param <T> the type of the services
 */
@ThreadSafe
public final class ServiceSchemes<T> {
    /**
     * The service and its property name different schemes.
     *
     * @param own the schemes that the service names
     * @param named the schemes that the property names, or {@code null} if the property is missing
     */
    private record Mismatch(Set<String> own, Set<String> named) {}

    private final String kind;
    private final String key;
    private final Logger log;

    /**
     * The mismatches that have been logged, by the identity of the service: the {@code equals} of a service is never
     * called.
     */
    @GuardedBy("this")
    private final Map<T, Mismatch> logged = new IdentityHashMap<>();

    /**
     * Creates an object that has seen no service.
     *
     * @param kind what a service is called in the log: "transport"
     * @param key the service property that names the schemes
     * @param log where mismatches are logged
     */
    public ServiceSchemes(String kind, String key, Logger log) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.key = Objects.requireNonNull(key, "key");
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * Decides which schemes a service is for, and logs a mismatch that is new. The owner of this object calls it when a
     * service comes or its properties change.
     *
     * @param service the service
     * @param schemes the schemes that the service names itself
     * @param properties the properties of the service
     * @return the schemes in lower case
     */
    public Set<String> read(T service, Set<String> schemes, Map<String, ?> properties) {
        Set<String> own = SchemeProperties.normalize(schemes);
        Set<String> named = SchemeProperties.schemes(properties, key);
        Mismatch mismatch = own.equals(named) ? null : new Mismatch(own, named);
        if (hasChanged(service, mismatch) && mismatch != null) {
            log.log(
                    Level.WARNING,
                    named == null
                            ? "The " + kind + " " + service + " has no property " + key + "; taken for " + own
                            : "The " + kind + " " + service + " says it is for " + own + ", and its property " + key
                                    + " says " + named + ", which holds");
        }
        return named == null ? own : named;
    }

    private synchronized boolean hasChanged(T service, Mismatch mismatch) {
        Mismatch before = mismatch == null ? logged.remove(service) : logged.put(service, mismatch);
        return !Objects.equals(before, mismatch);
    }

    /**
     * Drops the schemes that were logged for a service, after the service was unregistered.
     *
     * @param service the service
     */
    public synchronized void forget(T service) {
        logged.remove(service);
    }
}
