package io.helve.internal;

import io.helve.annotation.ThreadSafe;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the service for the scheme of a URL among services that come, change and go. Of several services for one scheme
 * the registry finds the service with the best {@link ServiceRank}. Services are compared by identity: their
 * {@code equals} is never called.
 *
 * @param <T> the type of the services
 */
@ThreadSafe
public final class SchemeRegistry<T> {
    private record Ranked<T>(T service, ServiceRank rank) {}

    /** The services of each scheme that has any services, the service in use first. */
    private final Map<String, List<Ranked<T>>> byScheme = new ConcurrentHashMap<>();

    private final Announcement<Set<String>> announcement;

    /** Creates an empty registry that announces nothing. */
    public SchemeRegistry() {
        this(schemes -> {});
    }

    /**
     * Creates an empty registry that announces its schemes: a scheme that goes is withdrawn before its last service can
     * no longer be found, and a scheme that comes is announced when its service can be found already. In this way the
     * property of an OSGi service never names a scheme that cannot be used.
     *
     * @param announce called with all schemes, sorted, when they change; called by the thread that changes the
     *     registry, with no lock held and never by two threads at a time
     */
    public SchemeRegistry(Consumer<? super Set<String>> announce) {
        announcement = new Announcement<>(Set.of(), announce);
    }

    /**
     * Adds a service, or replaces the schemes and the rank of a service that was added before.
     *
     * @param service the service
     * @param schemes all its schemes, in lower case
     * @param rank decides which service of a scheme is found; services of the same rank are found in the order in which
     *     they were added
     */
    public void put(T service, Set<String> schemes, ServiceRank rank) {
        Objects.requireNonNull(service, "service");
        Ranked<T> ranked = new Ranked<>(service, Objects.requireNonNull(rank, "rank"));
        Set<String> staying = staying(service, schemes);
        announcement.announce(() -> staying);
        for (String scheme : schemes) {
            byScheme.merge(
                    scheme,
                    List.of(ranked),
                    (present, added) -> Stream.concat(others(service, present), added.stream())
                            .sorted(Comparator.comparing(Ranked::rank)) // a stable sort
                            .toList());
        }
        for (String scheme : byScheme.keySet()) {
            if (!schemes.contains(scheme)) {
                byScheme.computeIfPresent(scheme, (key, present) -> {
                    List<Ranked<T>> left = others(service, present).toList();
                    return left.isEmpty() ? null : left;
                });
            }
        }
        announcement.announce(this::schemes);
    }

    /** Announces the schemes once more, for a listener that has come late. */
    public void announceAgain() {
        announcement.repeat();
    }

    /** {@return the present schemes without those that go when the service changes} */
    private Set<String> staying(T service, Set<String> schemes) {
        Set<String> result = new TreeSet<>(byScheme.keySet());
        byScheme.forEach((scheme, present) -> {
            if (!schemes.contains(scheme) && others(service, present).findAny().isEmpty()) {
                result.remove(scheme);
            }
        });
        return Collections.unmodifiableSet(result);
    }

    /**
     * Removes a service. Nothing happens if the registry does not contain it.
     *
     * @param service the service
     */
    public void remove(T service) {
        put(service, Set.of(), ServiceRank.NOT_A_SERVICE);
    }

    /**
     * Returns the service to use for a scheme.
     *
     * @param scheme the scheme, in lower case
     * @return the service with the best rank, or {@code null} if there is none for the scheme
     */
    public T find(String scheme) {
        List<Ranked<T>> present = byScheme.get(scheme);
        return present == null ? null : present.get(0).service;
    }

    /**
     * Tells whether the registry contains a service for at least one scheme. The service need not be the service in
     * use.
     *
     * @param service the service
     * @return whether the registry contains it
     */
    public boolean contains(T service) {
        return byScheme.values().stream()
                .anyMatch(present -> present.stream().anyMatch(each -> each.service == service));
    }

    /** {@return the schemes for which there is a service, sorted; an unmodifiable copy} */
    public Set<String> schemes() {
        return Collections.unmodifiableSet(new TreeSet<>(byScheme.keySet()));
    }

    private static <T> Stream<Ranked<T>> others(T service, List<Ranked<T>> present) {
        return present.stream().filter(each -> each.service != service);
    }
}
