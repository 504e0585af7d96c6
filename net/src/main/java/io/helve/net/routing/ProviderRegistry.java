package io.helve.net.routing;

import io.helve.annotation.ThreadSafe;
import io.helve.internal.SchemeRegistry;
import io.helve.internal.ServiceRank;
import io.helve.stream.provider.StreamProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The stream providers by scheme, and the factories that are told when a provider is removed. */
@ThreadSafe
public final class ProviderRegistry {
    private final SchemeRegistry<StreamProvider> providers = new SchemeRegistry<>(this::announce);
    private final Set<StreamRouter> routers = ConcurrentHashMap.newKeySet();

    private volatile Consumer<Set<String>> listener = schemes -> {};

    /** Creates an empty registry. */
    public ProviderRegistry() {}

    /**
     * Names what is told the schemes when they change: that a scheme goes, before its provider can no longer be found
     * and its streams are closed, and that a scheme has come, when its provider can be found.
     *
     * @param newListener called with all schemes, sorted, now and at each change; never by two threads at a time
     */
    public void onSchemes(Consumer<Set<String>> newListener) {
        listener = newListener;
        providers.announceAgain();
    }

    private void announce(Set<String> schemes) {
        listener.accept(schemes);
    }

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

    /** {@return the schemes for which there is a provider at present, sorted} */
    public Set<String> schemes() {
        return providers.schemes();
    }

    void add(StreamRouter router) {
        routers.add(router);
    }

    void remove(StreamRouter router) {
        routers.remove(router);
    }
}
