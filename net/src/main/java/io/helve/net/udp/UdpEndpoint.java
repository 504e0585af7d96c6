package io.helve.net.udp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.net.eventloop.CallersThread;
import io.helve.net.eventloop.ConnectionSlot;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.tcp.HostText;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** A datagram socket. */
public final class UdpEndpoint implements DatagramEndpoint {
    private static final Set<StreamOption<?>> OPTIONS = Set.of(
            StreamOptions.KERNEL_SEND_BUFFER,
            StreamOptions.KERNEL_RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.REUSE_ADDRESS,
            StreamOptions.BROADCAST,
            StreamOptions.MULTICAST_TTL,
            StreamOptions.MULTICAST_INTERFACE);

    /** The options that are set at the socket itself. */
    private static final Map<StreamOption<?>, ChannelOption<?>> SOCKETS = Map.of(
            StreamOptions.KERNEL_SEND_BUFFER, ChannelOption.SO_SNDBUF,
            StreamOptions.KERNEL_RECEIVE_BUFFER, ChannelOption.SO_RCVBUF,
            StreamOptions.REUSE_ADDRESS, ChannelOption.SO_REUSEADDR,
            StreamOptions.BROADCAST, ChannelOption.SO_BROADCAST,
            StreamOptions.MULTICAST_INTERFACE, ChannelOption.IP_MULTICAST_IF);

    private final StreamUrl url;
    private final UdpScheme scheme;
    private final StreamOwner owner;
    private final OptionValues options = new OptionValues("udp", OPTIONS);
    private final DatagramReceiver arrivals;
    private final DatagramSender departures;

    /** Held while binding, joining and closing, which may block. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Memberships memberships;

    /** The kind of I/O. Written under the lock, before the channel. */
    private IoBackend backend;

    private boolean only4;

    /** The bound channel; null before. Written under the lock. */
    private volatile DatagramChannel channel;

    private volatile boolean closed;

    /**
     * Makes an endpoint.
     *
     * @param url where it will be bound
     * @param scheme finds the address
     * @param owner the tenant
     */
    public UdpEndpoint(StreamUrl url, UdpScheme scheme, StreamOwner owner) {
        HostText.checkWellFormed(url);
        this.url = url;
        this.scheme = scheme;
        this.owner = owner;
        arrivals = new DatagramReceiver(toString(), owner.network().counters().bytesReceived);
        departures = new DatagramSender(toString(), owner.network().counters().bytesSent);
        memberships = new Memberships(toString());
    }

    // ---- binding

    @Override
    public AioFactory factory() {
        return owner.factory();
    }

    @Override
    public void bind() {
        CallersThread.leaveNothing(this::bindOnce);
    }

    private void bindOnce() {
        DatagramChannel made;
        lock.lock();
        try {
            requireOpen();
            if (channel != null) {
                throw new IllegalStateException(this + " is bound already");
            }
            made = open(owner.network().connection());
            channel = made;
        } finally {
            lock.unlock();
        }
        // without the lock, because receives that wait already may end now and run callbacks
        arrivals.bound(made, options.get(StreamOptions.READ_AHEAD));
    }

    private DatagramChannel open(ConnectionSlot slot) {
        DatagramChannel made = null;
        try {
            InetSocketAddress address = scheme.bindAddress(url, slot.backend());
            boolean both = url.isWildcard() && url.scheme().equals("udp");
            SocketProtocolFamily family =
                    both ? null : UdpScheme.is6(address) ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
            made = slot.backend().datagrams(family);
            made.closeFuture().addListener(ended -> slot.release());
            only4 = family == SocketProtocolFamily.INET;
            backend = slot.backend();
            configure(made);
            Datagrams.use(made, slot.memory());
            made.pipeline().addLast(new Events());
            await(slot.loop().register(made));
            await(made.bind(address));
            departures.bound(made, only4 ? DatagramSender.Destinations.IPV4 : DatagramSender.Destinations.ALL);
            return made;
        } catch (IOException | RuntimeException e) {
            if (made != null && made.isRegistered()) {
                made.close();
            } else {
                if (made != null) {
                    made.unsafe().closeForcibly();
                }
                slot.release();
            }
            throw e instanceof AioException known
                    ? known
                    : new AioException(Errors.of(e), this + " cannot be bound: " + Errors.text(e), e);
        }
    }

    private void configure(DatagramChannel made) {
        made.config().setAutoRead(false);
        for (StreamOption<?> option : OPTIONS) {
            Object value = options.get(option);
            if (value != null && !value.equals(option.defaultValue())) {
                apply(made, option, value);
            }
        }
    }

    private void apply(DatagramChannel made, StreamOption<?> option, Object value) {
        if (option == StreamOptions.READ_AHEAD) {
            arrivals.setReadAhead((Integer) value);
        } else if (option == StreamOptions.WRITE_BUFFER) {
            int high = (Integer) value;
            made.config().setWriteBufferWaterMark(new WriteBufferWaterMark((high + 1) / 2, high));
        } else if (option == StreamOptions.MULTICAST_TTL) {
            backend.setMulticastTtl(made, only4, (Integer) value);
        } else {
            apply(made, SOCKETS.get(option), value);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> void apply(DatagramChannel made, ChannelOption<T> option, Object value) {
        made.config().setOption(option, (T) value);
    }

    private static void await(ChannelFuture future) throws IOException {
        future.awaitUninterruptibly();
        if (!future.isSuccess()) {
            throw new IOException(String.valueOf(future.cause().getMessage()), future.cause());
        }
    }

    @Override
    public SocketAddress localAddress() {
        DatagramChannel bound = channel;
        return bound == null ? null : bound.localAddress();
    }

    // ---- datagrams

    @Override
    public void send(Aio aio) {
        departures.send(aio);
    }

    @Override
    public void receive(Aio aio) {
        arrivals.receive(aio);
    }

    private final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            arrivals.arrived((DatagramPacket) message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            arrivals.readCompleted();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            departures.run();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            AioError error = Errors.of(cause);
            arrivals.interrupt(
                    new EndReason(error, new AioException(error, UdpEndpoint.this + ": " + Errors.text(cause), cause)));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            close();
        }
    }

    // ---- groups

    @Override
    public void join(InetAddress group, NetworkInterface through) {
        Objects.requireNonNull(group, "group");
        member(group, through, (address, chosen) -> memberships.join(channel, address, chosen));
    }

    @Override
    public void leave(InetAddress group, NetworkInterface through) {
        Objects.requireNonNull(group, "group");
        member(group, through, (address, chosen) -> memberships.leave(channel, address, chosen));
    }

    private void member(InetAddress group, NetworkInterface through, BiConsumer<InetAddress, NetworkInterface> change) {
        lock.lock();
        try {
            requireOpen();
            if (channel == null) {
                throw new IllegalStateException(this + " is not bound yet");
            }
            change.accept(group, through);
        } finally {
            lock.unlock();
        }
    }

    // ---- the rest

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> DatagramEndpoint set(StreamOption<T> option, T value) {
        requireOpen();
        DatagramChannel bound = channel;
        if (bound != null && option == StreamOptions.REUSE_ADDRESS) {
            throw new IllegalStateException(option + " must be set before " + this + " is bound");
        }
        options.set(option, value);
        if (bound == null) {
            return this;
        }
        try {
            apply(bound, option, value);
        } catch (RuntimeException e) {
            throw new AioException(Errors.of(e), option + " cannot be set on " + this, e);
        }
        return this;
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return options.get(option);
    }

    private void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
    }

    @Override
    public void close() {
        DatagramChannel closing;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closing = channel;
        } finally {
            lock.unlock();
        }
        owner.remove(this);
        departures.end(EndReason.CLOSED);
        arrivals.end(EndReason.CLOSED);
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public void stop() {
        close();
        DatagramChannel closing = channel;
        if (closing != null) {
            ChannelCloser.until(closing.closeFuture(), closing.eventLoop());
        }
    }

    @Override
    public String toString() {
        return "datagram socket of " + url;
    }
}
