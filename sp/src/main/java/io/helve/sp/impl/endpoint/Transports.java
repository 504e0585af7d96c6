package io.helve.sp.impl.endpoint;

import io.helve.sp.provider.SpTransport;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The transports that there are, by scheme, the one that is used for new dialers and listeners first. */
public final class Transports {
    private record Ranked(SpTransport transport, Rank rank) {}

    private final Map<String, List<Ranked>> byScheme = new ConcurrentHashMap<>();

    /** From now on a transport has these schemes and no others. */
    public void put(SpTransport transport, Set<String> schemes, Rank rank) {
        Ranked ranked = new Ranked(transport, rank);
        for (String scheme : schemes) {
            byScheme.merge(
                    scheme,
                    List.of(ranked),
                    (present, added) -> Stream.concat(others(transport, present), added.stream())
                            .sorted(Comparator.comparing(Ranked::rank)) // in the order they came where that is the same
                            .toList());
        }
        for (String scheme : byScheme.keySet()) {
            if (!schemes.contains(scheme)) {
                byScheme.computeIfPresent(scheme, (key, present) -> {
                    List<Ranked> left = others(transport, present).toList();
                    return left.isEmpty() ? null : left;
                });
            }
        }
    }

    public void remove(SpTransport transport) {
        put(transport, Set.of(), Rank.OURS);
    }

    private static Stream<Ranked> others(SpTransport transport, List<Ranked> present) {
        return present.stream().filter(each -> each.transport != transport);
    }

    /** {@return the one in use for a scheme, or null} */
    public SpTransport find(String scheme) {
        List<Ranked> present = byScheme.get(scheme);
        return present == null ? null : present.get(0).transport;
    }

    public boolean contains(SpTransport transport) {
        return byScheme.values().stream()
                .anyMatch(present -> present.stream().anyMatch(each -> each.transport == transport));
    }

    /** {@return the schemes, sorted} */
    public Set<String> schemes() {
        return Collections.unmodifiableSet(new TreeSet<>(byScheme.keySet()));
    }
}
