package io.helve.sp.impl.standalone;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioTenant;
import io.helve.message.Messages;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.device.Device;
import io.helve.sp.impl.inproc.InprocTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.impl.udp.UdpTransport;
import io.helve.sp.provider.SpTransport;
import io.helve.stream.StreamFactory;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The extension that {@link ServiceLoader} finds. This class uses no OSGi types, so it loads where OSGi's classes are
 * absent.
 */
public final class SocketsExtension implements AioRuntime.Extension {
    /** Called by {@link ServiceLoader}. */
    public SocketsExtension() {}

    @Override
    public Set<Class<?>> services() {
        return Set.of(SpSockets.class, SpStatistics.class, Messages.class);
    }

    @Override
    public Services open(AioRuntime runtime) {
        SpRuntime sockets = new SpRuntime(ProtocolFactory::create, Device::start);
        sockets.add(new InprocTransport());
        StreamFactory streams = streams(runtime, sockets);
        sockets.addChanging(new UdpTransport(() -> streams));
        sockets.addChanging(new StreamTransport(() -> streams));
        ServiceLoader.load(SpTransport.class, SocketsExtension.class.getClassLoader())
                .forEach(sockets::add);
        return new Opened(sockets, sockets.open("the runtime", runtime.factory()));
    }

    /**
     * {@return the factory of streams, which is opened before the sockets and closed after them; null if there is none}
     */
    private static StreamFactory streams(AioRuntime runtime, SpRuntime sockets) {
        try {
            return StreamFactory.of(runtime);
        } catch (AioException e) {
            if (e.error() != AioError.ENOTSUP) {
                throw e;
            }
            sockets.explainMissingTransports(textOf(e)); // inproc works without streams
            return null;
        }
    }

    /** {@return the message without the name of the error, which the next message begins with, too} */
    private static String textOf(AioException failure) {
        return failure.getMessage().substring(failure.error().name().length() + 2);
    }

    private record Opened(SpRuntime runtime, SocketTenant tenant) implements Services {
        @Override
        public Object service(Class<?> type) {
            return type == SpSockets.class ? tenant : type == SpStatistics.class ? runtime : runtime.messages();
        }

        @Override
        public Services openTenant(AioTenant other) {
            return new OpenedForTenant(runtime, runtime.open(other.name(), other.factory()));
        }

        @Override
        public void close() {
            runtime.close();
        }
    }

    /** What a tenant gets: sockets of its own. */
    private record OpenedForTenant(SpRuntime runtime, SocketTenant tenant) implements Services {
        @Override
        public Object service(Class<?> type) {
            if (type == SpStatistics.class) {
                throw new IllegalArgumentException(type.getName() + " is not for tenants");
            }
            return type == SpSockets.class ? tenant : runtime.messages();
        }

        @Override
        public void close() {
            tenant.close();
        }
    }
}
