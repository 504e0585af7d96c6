package io.helve.net.routing;

import io.helve.stream.provider.StreamProvider;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The providers that there are, by scheme, and the factories that must hear when one goes. */
public final class Providers {
    private record Ranked(StreamProvider provider, Rank rank) {}

    /** Those of each scheme, the one in use first. */
    private final Map<String, List<Ranked>> byScheme = new ConcurrentHashMap<>();

    private final Set<StreamRouter> routers = ConcurrentHashMap.newKeySet();

    /** There are none yet. */
    public Providers() {}

    /**
     * Adds a provider that is not a service of its own. It comes after those that have been added so before.
     *
     * @param provider the provider
     */
    public void add(StreamProvider provider) {
        put(provider, provider.schemes(), Rank.OURS);
    }

    /**
     * Adds a provider, or changes what is known of it; what came from it stays.
     *
     * @param provider the provider
     * @param schemes its schemes, in lower case, from now on
     * @param rank decides which one of a scheme's providers is used
     */
    public void put(StreamProvider provider, Set<String> schemes, Rank rank) {
        Ranked ranked = new Ranked(provider, rank);
        for (String scheme : schemes) {
            byScheme.merge(
                    scheme,
                    List.of(ranked),
                    (present, added) -> Stream.concat(others(provider, present), added.stream())
                            .sorted(Comparator.comparing(Ranked::rank)) // in the order they came where that is the same
                            .toList());
        }
        for (String scheme : byScheme.keySet()) {
            if (!schemes.contains(scheme)) {
                byScheme.computeIfPresent(scheme, (key, present) -> {
                    List<Ranked> left = others(provider, present).toList();
                    return left.isEmpty() ? null : left;
                });
            }
        }
    }

    private static Stream<Ranked> others(StreamProvider provider, List<Ranked> present) {
        return present.stream().filter(each -> each.provider != provider);
    }

    /**
     * Removes a provider: what came from it is closed.
     *
     * @param provider the provider
     */
    public void remove(StreamProvider provider) {
        put(provider, Set.of(), Rank.OURS);
        routers.forEach(router -> router.withdraw(provider));
    }

    StreamProvider find(String scheme) {
        List<Ranked> present = byScheme.get(scheme);
        return present == null ? null : present.get(0).provider;
    }

    boolean contains(StreamProvider provider) {
        return byScheme.values().stream()
                .anyMatch(present -> present.stream().anyMatch(each -> each.provider == provider));
    }

    Set<String> schemes() {
        return Collections.unmodifiableSet(new TreeSet<>(byScheme.keySet()));
    }

    void add(StreamRouter router) {
        routers.add(router);
    }

    void remove(StreamRouter router) {
        routers.remove(router);
    }
}
