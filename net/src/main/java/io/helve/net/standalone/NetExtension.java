package io.helve.net.standalone;

import io.helve.aio.AioRuntime;
import io.helve.net.eventloop.Network;
import io.helve.net.routing.NetProvider;
import io.helve.net.routing.Providers;
import io.helve.net.routing.StreamRouter;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import io.helve.stream.provider.StreamProvider;
import java.util.ServiceLoader;
import java.util.Set;

/** Byte streams for runtimes without a framework; free of OSGi types, so that it loads without them. */
public final class NetExtension implements AioRuntime.Extension {
    /** Called by {@link ServiceLoader}. */
    public NetExtension() {}

    @Override
    public Set<Class<?>> services() {
        return Set.of(StreamFactory.class, StreamStatistics.class, StreamControl.class);
    }

    @Override
    public Services open(AioRuntime runtime) {
        return new Opened();
    }

    private static final class Opened implements Services, StreamControl {
        private final Network network = new Network(StreamConfig.DEFAULTS);
        private final StreamRouter router;

        Opened() {
            Providers providers = new Providers();
            StreamProvider own = new NetProvider(network);
            providers.add(own);
            for (StreamProvider other : ServiceLoader.load(StreamProvider.class, NetExtension.class.getClassLoader())) {
                providers.add(other);
            }
            router = new StreamRouter("this runtime", providers);
        }

        @Override
        public Object service(Class<?> type) {
            return type == StreamFactory.class ? router : this;
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
        public void close() {
            router.close();
            network.close();
        }
    }
}
