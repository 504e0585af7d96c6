package io.helve.net.routing;

import io.helve.annotation.ThreadSafe;
import io.helve.internal.SchemeRegistry;
import io.helve.internal.ServiceRank;
import io.helve.stream.provider.StreamProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stream providers by scheme, and the factories that are told when a provider is removed. */
@ThreadSafe
public final class ProviderRegistry {
    private final SchemeRegistry<StreamProvider> providers = new SchemeRegistry<>();
    private final Set<StreamRouter> routers = ConcurrentHashMap.newKeySet();

    /** Creates an empty registry. */
    public ProviderRegistry() {}

    /**
     * Adds a provider, or replaces the schemes and the rank of one that was added before. Sessions with the provider go
     * on.
     *
     * @param provider the provider
     * @param schemes all its schemes, in lower case
     * @param rank decides which provider of a scheme makes new streams
     */
    public void put(StreamProvider provider, Set<String> schemes, ServiceRank rank) {
        providers.put(provider, schemes, rank);
    }

    /**
     * Removes a provider. All sessions with it are closed.
     *
     * @param provider the provider
     */
    public void remove(StreamProvider provider) {
        providers.remove(provider);
        routers.forEach(router -> router.withdraw(provider));
    }

    StreamProvider find(String scheme) {
        return providers.find(scheme);
    }

    boolean contains(StreamProvider provider) {
        return providers.contains(provider);
    }

    Set<String> schemes() {
        return providers.schemes();
    }

    void add(StreamRouter router) {
        routers.add(router);
    }

    void remove(StreamRouter router) {
        routers.remove(router);
    }
}
