package io.helve.net.standalone;

import io.helve.aio.AioRuntime;
import io.helve.aio.AioTenant;
import io.helve.aio.provider.AioEventSources;
import io.helve.internal.SchemeProperties;
import io.helve.internal.ServiceRank;
import io.helve.net.eventloop.Network;
import io.helve.net.routing.NetProvider;
import io.helve.net.routing.ProviderRegistry;
import io.helve.net.routing.StreamRouter;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import io.helve.stream.provider.StreamProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Byte streams for runtimes without a framework. The class uses no OSGi type, because these are missing then. */
public final class NetExtension implements AioRuntime.Extension {
    /** Called by {@link ServiceLoader}. */
    public NetExtension() {}

    @Override
    public Set<Class<?>> services() {
        return Set.of(StreamFactory.class, StreamStatistics.class, StreamControl.class);
    }

    @Override
    public Services open(AioRuntime runtime) {
        NettyLibraries.requireAll();
        return new Opened(runtime);
    }

    private static final class Opened implements Services, StreamControl {
        private final Network network = new Network(StreamConfig.DEFAULTS);
        private final NetProvider provider;
        private final ProviderRegistry providers = new ProviderRegistry();
        private final StreamRouter router;

        Opened(AioRuntime runtime) {
            lendTo(runtime);
            provider = new NetProvider(network);
            add(providers, provider);
            for (StreamProvider other : ServiceLoader.load(StreamProvider.class, NetExtension.class.getClassLoader())) {
                add(providers, other);
            }
            router = new StreamRouter("this runtime", providers, runtime::factory);
        }

        private void lendTo(AioRuntime runtime) {
            try {
                network.lendTo(runtime.service(AioEventSources.class));
            } catch (IllegalArgumentException e) {
                // this runtime does not let workers wait in event loops, which have threads of their own
            }
        }

        private static void add(ProviderRegistry providers, StreamProvider provider) {
            providers.put(provider, SchemeProperties.normalize(provider.schemes()), ServiceRank.NOT_A_SERVICE);
        }

        @Override
        public Object service(Class<?> type) {
            return type == StreamFactory.class ? router : this;
        }

        @Override
        public Services openTenant(AioTenant tenant) {
            return new OpenedForTenant(new StreamRouter(tenant.name(), providers, tenant::factory));
        }

        @Override
        public void configure(StreamConfig config) {
            network.configure(config);
        }

        @Override
        public StreamSnapshot snapshot() {
            return network.snapshot();
        }

        @Override
        public List<StreamResource> resources() {
            return provider.resources();
        }

        @Override
        public void close() {
            router.close();
            network.close();
        }
    }

    /** What a tenant gets: connections of its own on the event loops of the runtime, which it cannot configure. */
    private record OpenedForTenant(StreamRouter router) implements Services {
        @Override
        public Object service(Class<?> type) {
            if (type != StreamFactory.class) {
                throw new IllegalArgumentException(type.getName() + " is not for tenants");
            }
            return router;
        }

        @Override
        public void close() {
            router.close();
        }
    }
}
