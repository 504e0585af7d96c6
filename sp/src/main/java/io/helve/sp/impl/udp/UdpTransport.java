package io.helve.sp.impl.udp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamUrl;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The transport over datagrams. */
public final class UdpTransport implements SpTransport {
    /** The schemes that this transport can have. */
    public static final Set<String> SCHEMES = Set.of("udp", "udp4", "udp6");

    private final Supplier<StreamFactory> streams;

    /**
     * Creates a transport.
     *
     * @param streams returns the present stream factory, or null if there is none
     */
    public UdpTransport(Supplier<StreamFactory> streams) {
        this.streams = streams;
    }

    @Override
    public Set<String> schemes() {
        StreamFactory present = streams.get();
        Set<String> result = new HashSet<>(SCHEMES);
        result.retainAll(present == null ? Set.of() : present.schemes());
        return result;
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new UdpDialer(this, checked(url), host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new UdpListener(this, checked(url), host);
    }

    private static StreamUrl checked(StreamUrl url) {
        if (!url.path().isEmpty() && !url.path().equals("/")) {
            throw new AioException(AioError.EADDRINVAL, "a URL of udp has no path: " + url);
        }
        return url;
    }

    StreamDialer dialer(StreamUrl url) {
        return streams().dialer(url);
    }

    DatagramEndpoint datagrams(StreamUrl url) {
        return streams().datagrams(url);
    }

    private StreamFactory streams() {
        StreamFactory present = streams.get();
        if (present == null) {
            throw new AioException(AioError.ENOTSUP, "no datagram sockets: is io.helve.net installed and started?");
        }
        return present;
    }
}
