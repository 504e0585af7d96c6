package io.helve.net.ipc;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.scheme.Scheme;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.AbstractAddress;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code ipc} and {@code unix}, which are socket files, and Linux's {@code abstract} names. */
public final class IpcScheme implements Scheme {
    /** What the operating system has room for in an address, on Linux; the JDK and other systems have a little less. */
    private static final int LONGEST = 107;

    private static final Set<StreamOption<?>> DIALER = Set.of(
            StreamOptions.SEND_BUFFER,
            StreamOptions.RECEIVE_BUFFER,
            StreamOptions.READ_AHEAD,
            StreamOptions.WRITE_BUFFER,
            StreamOptions.CONNECT_TIMEOUT);

    private static final Set<StreamOption<?>> LISTENER = Set.of(
            StreamOptions.SEND_BUFFER,
            StreamOptions.RECEIVE_BUFFER,
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
    public void check(StreamUrl url, boolean listening) {
        int length = url.path().getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST || url.path().indexOf('\0') >= 0) {
            throw new AioException(
                    AioError.EADDRINVAL,
                    "the URL " + url + " must have a path of 1 to " + LONGEST + " bytes, not " + length);
        }
    }

    private static boolean isAbstract(StreamUrl url) {
        return url.scheme().equals("abstract");
    }

    @Override
    public List<SocketAddress> resolve(StreamUrl url, IoBackend backend, boolean listening) {
        try {
            return List.of(backend.domainAddress(url.path(), isAbstract(url)));
        } catch (UnsupportedOperationException e) {
            throw new AioException(AioError.ENOTSUP, url + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean blocks(StreamUrl url) {
        return false;
    }

    @Override
    public Channel channel(IoBackend backend) {
        return backend.domain();
    }

    @Override
    public ServerChannel serverChannel(IoBackend backend) {
        return backend.domainServer();
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options) {
        return new Connected(url);
    }

    @Override
    public Upgrade accepting(StreamUrl url, OptionValues options) {
        return new Connected(url);
    }

    /** Nothing to be done; but both sides are named after the listener's path, since a dialer has none. */
    private record Connected(StreamUrl url) implements Upgrade {
        @Override
        public void begin(Channel channel, io.netty.util.concurrent.Promise<EstablishedConnection> ready) {
            Map<StreamProperty<?>, Object> properties = new ConcurrentHashMap<>();
            SocketAddress address =
                    isAbstract(url) ? new AbstractAddress(url.path()) : UnixDomainSocketAddress.of(url.path());
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

    // ---- the socket file

    private static Path file(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix.getPath();
        }
        String path = address instanceof DomainSocketAddress domain ? domain.path() : "";
        return path.isEmpty() || path.charAt(0) == 0 ? null : Path.of(path);
    }

    /**
     * Removes a socket file that a dead process has left behind: one on which nobody answers. Whatever else has the
     * name stays, and is an error: native transports would remove it unasked.
     */
    @Override
    public void beforeBind(SocketAddress address) throws IOException {
        Path path = file(address);
        if (path == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new BindException("Address already in use: " + path + " is there, and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // it would wait for a living listener whose queue is full
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            switch (Errors.of(e)) {
                case ECONNREFUSED -> {
                    Files.deleteIfExists(path);
                    return;
                }
                case ENOENT -> { // it was removed meanwhile
                    return;
                }
                case EAGAIN -> {} // the queue of a living one is full
                default -> throw e;
            }
        }
        throw new BindException("Address already in use: " + path);
    }

    private static boolean isSocket(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) >>> 12 == 014;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void afterBind(SocketAddress address, OptionValues options) throws IOException {
        Integer mode = options.get(StreamOptions.IPC_PERMISSIONS);
        Path path = file(address);
        if (mode == null || path == null) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode >> 8 - permission.ordinal() & 1) != 0) {
                permissions.add(permission);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    @Override
    public void afterClose(SocketAddress address) {
        Path path = file(address);
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // somebody has taken the directory away: the file is gone or not ours to remove
            }
        }
    }

    // ---- what users see

    @Override
    public SocketAddress visible(SocketAddress address) {
        if (address instanceof DomainSocketAddress domain) {
            Path path = file(address);
            return path == null ? new AbstractAddress(domain.path().substring(1)) : UnixDomainSocketAddress.of(path);
        }
        return address;
    }

    @Override
    public StreamUrl dialUrl(StreamUrl url, SocketAddress bound) {
        return url;
    }
}
