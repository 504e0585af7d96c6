package io.helve.net.ipc;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.eventloop.SocketPath;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.socket.BindTarget;
import io.helve.net.socket.SocketScheme;
import io.helve.stream.AbstractAddress;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code ipc} and {@code unix}, which use socket files, and {@code abstract}, which uses Linux's abstract name space.
 */
public final class IpcScheme extends SocketScheme {
    /** The longest path or name in bytes on Linux; {@link IoBackend#longestPath} may be less. */
    private static final int LONGEST = 107;

    private static final Set<StreamOption<?>> DIALER = Set.of(
            StreamOptions.KERNEL_SEND_BUFFER,
            StreamOptions.KERNEL_RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT);

    private static final Set<StreamOption<?>> LISTENER = Set.of(
            StreamOptions.KERNEL_SEND_BUFFER,
            StreamOptions.KERNEL_RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT,
            StreamOptions.BACKLOG,
            StreamOptions.IPC_PERMISSIONS);

    /** The scheme. */
    public IpcScheme() {}

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return DIALER;
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return LISTENER;
    }

    @Override
    public void checkDialer(StreamUrl url) {
        checkLength(url, 1, LONGEST);
    }

    /** The kernel chooses the name of a listener in the abstract name space whose URL has none. */
    @Override
    public void checkListener(StreamUrl url) {
        checkLength(url, isAbstract(url) ? 0 : 1, LONGEST);
    }

    private static void checkLength(StreamUrl url, int least, int most) {
        String name = isAbstract(url) ? AbstractName.decode(url) : url.path();
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < least || length > most || !isAbstract(url) && name.indexOf('\0') >= 0) {
            throw new AioException(
                    AioError.EADDRINVAL,
                    "the URL " + url + " must have a path of " + least + " to " + most + " bytes, not " + length);
        }
    }

    private static boolean isAbstract(StreamUrl url) {
        return url.scheme().equals("abstract");
    }

    @Override
    public List<SocketAddress> resolve(StreamUrl url, IoBackend backend) {
        return List.of(address(url, backend));
    }

    @Override
    protected SocketAddress bindAddress(StreamUrl url, IoBackend backend) {
        return address(url, backend);
    }

    private static SocketAddress address(StreamUrl url, IoBackend backend) {
        if (!isAbstract(url)) {
            checkLength(url, 1, backend.longestPath());
        }
        try {
            return isAbstract(url)
                    ? backend.abstractAddress(AbstractName.decode(url))
                    : backend.fileAddress(url.path());
        } catch (UnsupportedOperationException e) {
            throw new AioException(AioError.ENOTSUP, url + ": " + e.getMessage(), e);
        } catch (InvalidPathException e) {
            throw new AioException(
                    AioError.EADDRINVAL,
                    "the path of " + url + " has characters that the locale of this process does not have, which "
                            + backend.name() + " cannot use; set LC_ALL to a locale with UTF-8, or use epoll",
                    e);
        }
    }

    @Override
    public boolean blocks(StreamUrl url) {
        return false;
    }

    @Override
    protected Channel channel(IoBackend backend) {
        return backend.domain();
    }

    @Override
    protected ServerChannel serverChannel(IoBackend backend, SocketAddress address) {
        return backend.domainServer();
    }

    @Override
    public MessageFraming messageFraming() {
        return MessageFraming.TYPED;
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return new Connected(url);
    }

    @Override
    protected Upgrade accepting(StreamUrl url, OptionValues options, StreamOwner owner) {
        return new Connected(url);
    }

    /**
     * The upgrade of a connection, which is ready at once. Both sides are named after the listener's path, because the
     * dialer's socket has none.
     */
    private record Connected(StreamUrl url) implements Upgrade {
        @Override
        public void begin(Channel channel, io.netty.util.concurrent.Promise<EstablishedConnection> ready) {
            Map<StreamProperty<?>, Object> properties = new ConcurrentHashMap<>();
            SocketAddress address = isAbstract(url)
                    ? new AbstractAddress(AbstractName.decode(url))
                    : UnixDomainSocketAddress.of(SocketPath.of(url.path()));
            properties.put(StreamProperty.LOCAL_ADDRESS, address);
            properties.put(StreamProperty.REMOTE_ADDRESS, address);
            EstablishedConnection connection =
                    EstablishedConnection.ofBytes(url.toString(), OutputShutdown.SHUTDOWN_OUTPUT, properties);
            ready.setSuccess(Sockets.keepsHalfOpen(channel) ? connection : connection.closedByItsPeersEnd());
        }

        @Override
        public boolean isImmediate() {
            return true;
        }
    }

    @Override
    protected BindTarget target(SocketAddress address, OptionValues options, IoBackend backend) throws IOException {
        Path path = file(address);
        return path == null
                ? new AbstractTarget(address)
                : SocketFile.prepare(path, backend, options.get(StreamOptions.IPC_PERMISSIONS));
    }

    private static Path file(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix.getPath();
        }
        String path = address instanceof DomainSocketAddress domain ? domain.path() : "";
        return path.isEmpty() || path.charAt(0) == 0 ? null : SocketPath.of(path);
    }

    /** A name in the abstract name space. */
    private record AbstractTarget(SocketAddress address) implements BindTarget {
        @Override
        public SocketAddress localAddress(Channel channel) {
            DomainSocketAddress bound = (DomainSocketAddress) channel.localAddress();
            String name = bound.path().isEmpty() ? nameByKernel(channel) : bound.path();
            return new AbstractAddress(name.substring(1));
        }
    }

    // ---- addresses and properties

    /**
     * {@return the name that the kernel has chosen, with its leading zero byte} Netty remembers only the address that
     * was passed to bind.
     */
    private static String nameByKernel(Channel channel) {
        return new Socket(((UnixChannel) channel).fd().intValue())
                .localDomainSocketAddress()
                .path();
    }

    @Override
    public StreamUrl dialUrl(StreamUrl url, SocketAddress bound) {
        return bound instanceof AbstractAddress address ? AbstractName.encode(url, address.name()) : url;
    }
}
