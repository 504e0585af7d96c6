package io.helve.net.session;

import io.helve.stream.provider.StreamProvider;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The providers that there are, by scheme, and the factories that must hear when one goes. */
public final class Providers {
    private final Map<String, List<StreamProvider>> byScheme = new ConcurrentHashMap<>();
    private final Set<StreamRouter> routers = ConcurrentHashMap.newKeySet();

    /** There are none yet. */
    public Providers() {}

    /**
     * Adds a provider. Where a scheme has several the first stays in use until it goes.
     *
     * @param provider the provider
     * @param schemes its schemes
     */
    public void add(StreamProvider provider, Set<String> schemes) {
        for (String scheme : schemes) {
            byScheme.computeIfAbsent(scheme, key -> new CopyOnWriteArrayList<>())
                    .add(provider);
        }
    }

    /**
     * A provider has other schemes now. What came from it stays.
     *
     * @param provider the provider
     * @param schemes its schemes
     */
    public void update(StreamProvider provider, Set<String> schemes) {
        Set<String> added = new TreeSet<>(schemes);
        byScheme.forEach((scheme, list) -> {
            if (list.contains(provider) && !added.remove(scheme)) {
                list.remove(provider);
            }
        });
        add(provider, added);
    }

    /**
     * Removes a provider: what came from it is closed.
     *
     * @param provider the provider
     */
    public void remove(StreamProvider provider) {
        byScheme.values().forEach(list -> list.remove(provider));
        routers.forEach(router -> router.withdraw(provider));
    }

    StreamProvider find(String scheme) {
        for (StreamProvider provider : byScheme.getOrDefault(scheme, List.of())) {
            return provider;
        }
        return null;
    }

    boolean contains(StreamProvider provider) {
        return byScheme.values().stream().anyMatch(list -> list.contains(provider));
    }

    Set<String> schemes() {
        Set<String> schemes = new TreeSet<>();
        byScheme.forEach((scheme, list) -> {
            if (!list.isEmpty()) {
                schemes.add(scheme);
            }
        });
        return Collections.unmodifiableSet(schemes);
    }

    void add(StreamRouter router) {
        routers.add(router);
    }

    void remove(StreamRouter router) {
        routers.remove(router);
    }
}
