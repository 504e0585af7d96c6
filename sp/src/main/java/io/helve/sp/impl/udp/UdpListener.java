package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.net.InetSocketAddress;

/** Takes connections at one address. When the provider of datagrams goes, the next accept binds the address again. */
final class UdpListener implements SpTransportListener {
    /** With so many connections and failures that wait for an accept, the reasons of refusals are dropped. */
    private static final int REFUSALS_KEPT = 64;

    private final UdpTransport transport;
    private final SpTransportHost host;
    private final UdpSettings settings = new UdpSettings();
    private final AioAcceptQueue<SpTransportPipe> accepts;

    /** With the port that was chosen, once the address is bound. */
    private volatile StreamUrl url;

    /** Null while the address is not bound. */
    @GuardedBy("this")
    private ListeningLink link;

    /** The link that was bound last, for {@link #stop}. */
    @GuardedBy("this")
    private ListeningLink last;

    @GuardedBy("this")
    private boolean closed;

    UdpListener(UdpTransport transport, StreamUrl url, SpTransportHost host) {
        this.transport = transport;
        this.url = url;
        this.host = host;
        accepts = new AioAcceptQueue<>(() -> "accepting at " + this.url, SpTransportPipe::close);
        transport.datagrams(url).close(); // a URL that cannot be is found out now
    }

    @Override
    public void bind() {
        DatagramEndpoint endpoint = transport.datagrams(url);
        boolean isBound = false;
        try {
            endpoint.bind();
            isBound = true;
        } finally {
            if (!isBound) {
                endpoint.close();
            }
        }
        if (url.port() <= 0) { // the system has chosen the port
            url = url.withAddress(url.host(), ((InetSocketAddress) endpoint.localAddress()).getPort());
        }
        ListeningLink opened = new ListeningLink(DatagramPort.of(endpoint), host, settings, this);
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                link = opened;
                last = opened;
            }
        }
        opened.begin();
        if (late) {
            opened.close();
            throw new AioException(AioError.ECLOSED, "the listener at " + url + " is closed");
        }
    }

    @Override
    public void accept(Aio aio) {
        if (isUnbound()) {
            try {
                bind();
            } catch (AioException e) {
                accepts.offerFailure(e.error() == AioError.ETIMEDOUT ? AioError.EADDRINVAL : e.error(), e);
            }
        }
        accepts.accept(aio);
    }

    private synchronized boolean isUnbound() {
        return link == null && !closed;
    }

    /** A peer has connected. */
    void connected(UdpPipe pipe) {
        accepts.offer(pipe);
    }

    /**
     * A peer of another protocol was refused. An accept ends with the reason, so that the socket counts and logs it.
     */
    void refused(AioException reason) {
        if (accepts.size() < REFUSALS_KEPT) {
            accepts.offerFailure(reason.error(), reason);
        }
    }

    /** Called when the port has ended without a close, usually because the provider of datagrams has gone. */
    void lost(ListeningLink ended, AioError reason) {
        synchronized (this) {
            if (link != ended) {
                return;
            }
            link = null;
        }
        accepts.offerFailure(
                AioError.ECLOSED, new AioException(reason, "the datagram socket at " + url + " has ended"));
    }

    @Override
    public StreamUrl dialUrl() {
        StreamUrl bound = url;
        return bound.isWildcard()
                ? bound.withAddress(bound.scheme().equals("udp6") ? "::1" : "127.0.0.1", bound.port())
                : bound;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        settings.set(option, value);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return settings.get(option);
    }

    @Override
    public void close() {
        ListeningLink closing;
        synchronized (this) {
            closed = true;
            closing = link;
            link = null;
        }
        accepts.close(AioError.ECLOSED);
        if (closing != null) {
            closing.close();
        }
    }

    /** The pipes share the listener's datagram socket, so the pipes end, too, after they have sent their messages. */
    @Override
    public void stop() {
        close();
        ListeningLink stopping;
        synchronized (this) {
            stopping = last;
        }
        if (stopping != null) {
            stopping.drainAll();
            stopping.awaitClosed();
        }
    }
}
