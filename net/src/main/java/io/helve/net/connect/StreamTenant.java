package io.helve.net.connect;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.net.eventloop.Network;
import io.helve.net.eventloop.TenantShare;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.stream.ChannelStream;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamResource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The tenant to which dialers, listeners and streams belong. Closing the tenant closes all of them. */
public final class StreamTenant implements StreamOwner, AutoCloseable {
    private final String name;
    private final Network network;
    private final Supplier<AioFactory> factory;
    private final TenantShare share;

    /** What is open, with the number in its id. */
    private final Map<AutoCloseable, Long> open = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * Makes a tenant without a factory of handles.
     *
     * @param name the tenant's name
     * @param network carries its connections
     */
    public StreamTenant(String name, Network network) {
        this(name, network, () -> {
            throw new AioException(AioError.ENOTSUP, name + " has no factory of handles: use AioFactory.submit");
        });
    }

    /**
     * Makes a tenant.
     *
     * @param name the tenant's name
     * @param network carries its connections
     * @param factory returns the tenant's factory of handles, or throws an {@code AioException}
     */
    public StreamTenant(String name, Network network, Supplier<AioFactory> factory) {
        this.name = name;
        this.factory = factory;
        this.network = network;
        share = network.tenant(name);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public AioFactory factory() {
        return factory.get();
    }

    @Override
    public TenantShare share() {
        return share;
    }

    /**
     * Adds an open object.
     *
     * @param belonging the object
     * @return false if the tenant is closed; the object is not added then
     */
    boolean add(AutoCloseable belonging) {
        open.put(belonging, network.nextNumber());
        if (closed && open.remove(belonging) != null) {
            return false;
        }
        return true;
    }

    /**
     * Adds a new object, or closes the object if the tenant is closed.
     *
     * @param <T> its type
     * @param belonging the object
     * @return the same object
     * @throws AioException {@code ECLOSED} if the tenant is closed
     */
    public <T extends AutoCloseable> T own(T belonging) {
        if (!add(belonging)) {
            throw new AioException(AioError.ECLOSED, "the stream factory of " + name + " is closed");
        }
        return belonging;
    }

    @Override
    public void remove(AutoCloseable belonging) {
        open.remove(belonging);
    }

    /** {@return what is open, for observers} */
    public List<StreamResource> resources() {
        List<StreamResource> resources = new ArrayList<>();
        open.forEach((belonging, number) -> {
            StreamResource.Kind kind = kindOf(belonging);
            resources.add(resource(kind, idOf(kind, number), belonging));
        });
        return resources;
    }

    private static StreamResource.Kind kindOf(AutoCloseable belonging) {
        if (belonging instanceof Stream) {
            return StreamResource.Kind.STREAM;
        }
        if (belonging instanceof StreamDialer) {
            return StreamResource.Kind.DIALER;
        }
        return belonging instanceof StreamListener ? StreamResource.Kind.LISTENER : StreamResource.Kind.DATAGRAMS;
    }

    private static String idOf(StreamResource.Kind kind, long number) {
        return "stream/" + kind.name().toLowerCase(Locale.ROOT) + "/" + number;
    }

    private StreamResource resource(StreamResource.Kind kind, String id, AutoCloseable belonging) {
        if (belonging instanceof Stream stream) {
            return new StreamResource(
                    kind,
                    id,
                    name,
                    stream.toString(),
                    text(stream.get(StreamProperty.LOCAL_ADDRESS)),
                    text(stream.get(StreamProperty.REMOTE_ADDRESS)),
                    Objects.toString(stream.get(StreamProperty.TRANSPORT), ""),
                    "");
        }
        String local = "";
        String failure = "";
        if (belonging instanceof ChannelListener listener) {
            local = text(listener.localAddress());
            failure = listener.lastFailure().map(StreamFailure::text).orElse("");
        } else if (belonging instanceof ChannelDialer dialer) {
            failure = dialer.lastFailure();
        } else if (belonging instanceof DatagramEndpoint datagrams) {
            local = text(datagrams.localAddress());
        }
        String url =
                belonging instanceof StreamEndpoint endpoint ? endpoint.url().toString() : belonging.toString();
        return new StreamResource(kind, id, name, url, local, "", "", failure);
    }

    /** {@return an address without the name that it may have been resolved from} */
    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            return host(internet.getAddress()) + ":" + internet.getPort();
        }
        return address == null ? "" : address.toString();
    }

    private static String host(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    /**
     * Closes one object.
     *
     * @param id the id of the object
     * @return whether this tenant has an object with that id
     */
    public boolean close(String id) {
        for (Map.Entry<AutoCloseable, Long> each : open.entrySet()) {
            if (id.equals(idOf(kindOf(each.getKey()), each.getValue()))) {
                close(each.getKey());
                return true;
            }
        }
        return false;
    }

    private static void close(AutoCloseable belonging) {
        try {
            belonging.close();
        } catch (Exception e) {
            throw new IllegalStateException(belonging + " cannot be closed", e);
        }
    }

    /** Closes all objects of the tenant. */
    @Override
    public void close() {
        closed = true;
        share.close();
        for (AutoCloseable belonging : open.keySet()) {
            open.remove(belonging);
            if (belonging instanceof ChannelStream stream) {
                stream.leave();
            } else {
                close(belonging);
            }
        }
    }
}
