package io.helve.net.scheme;

import io.helve.aio.AioError;
import io.helve.internal.SystemTexts;
import io.helve.internal.SystemTexts.Known;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The words in which this system reports errors of sockets, for channels of the JDK, which pass most of them on as
 * text. They are learned from failures on the loopback interface. A limit of open files cannot be provoked without
 * harm; a text that is still unknown is taken for it if no socket can be opened at that moment.
 */
final class SocketTexts {
    /** An address of TEST-NET-1 (RFC 5737), which no machine has. */
    private static final byte[] NOBODY = {(byte) 192, 0, 2, 1};

    private static final SystemTexts TEXTS = new SystemTexts(List.of(
            new Known(AioError.EADDRINUSE, SocketTexts::bindTwice),
            new Known(AioError.EADDRINVAL, SocketTexts::bindElsewhere),
            new Known(AioError.ECONNREFUSED, SocketTexts::connectToNobody),
            new Known(AioError.EPERM, SocketTexts::broadcastUnasked),
            new Known(AioError.EUNREACHABLE, SocketTexts::connectToNowhere),
            new Known(AioError.ENOENT, () -> connectIpc(Path.of("/dev/helve/no such socket"))),
            new Known(AioError.ENOENT, () -> connectIpc(Path.of("/dev/null/no such socket"))),
            new Known(AioError.EMSGSIZE, SocketTexts::sendTooMuch),
            new Known(AioError.ECONNRESET, SocketTexts::writeToBrokenPipe)));

    private SocketTexts() {}

    /**
     * Finds the error for a failure of a channel of the JDK.
     *
     * @param failure the failure
     * @return the error, or {@code null} if its text is not known or it is not a failure of the system
     */
    static AioError find(Throwable failure) {
        Throwable original = original(failure);
        Class<?> type = original.getClass();
        boolean untyped = type == IOException.class || type == SocketException.class;
        if (!untyped && type != BindException.class && type != ConnectException.class) {
            return null;
        }
        String text = SystemTexts.text(original);
        AioError known = TEXTS.find(text);
        if (known != null) {
            return known;
        }
        if (type == ConnectException.class) { // the JDK's type for two errors, of which one has another text
            return TEXTS.knows(AioError.ECONNREFUSED) ? AioError.ETIMEDOUT : null;
        }
        return untyped && text != null && text.equals(textOfOpening()) ? AioError.ENOFILES : null;
    }

    /** {@return the failure of the JDK in a failure to which Netty has added the address} */
    private static Throwable original(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean annotated = cause != null && failure.getClass().getSuperclass() == cause.getClass();
        return annotated ? cause : failure;
    }

    /** {@return why no socket can be opened at present; null if one can be opened} */
    private static String textOfOpening() {
        try {
            SocketChannel.open().close();
            return null;
        } catch (IOException e) {
            return SystemTexts.text(e);
        }
    }

    private static void bindTwice() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open().bind(loopback());
                ServerSocketChannel second = ServerSocketChannel.open()) {
            second.bind(first.getLocalAddress());
        }
    }

    private static void bindElsewhere() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(NOBODY), 0));
        }
    }

    private static void connectToNobody() throws IOException {
        SocketAddress gone;
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback())) {
            gone = listener.getLocalAddress();
        }
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(gone);
        }
    }

    private static void connectIpc(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
        }
    }

    /** Connecting a datagram socket sends nothing. With a route for all addresses it does not fail. */
    private static void connectToNowhere() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            channel.connect(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 9)); // RFC 3849
        }
    }

    private static void broadcastUnasked() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.setOption(StandardSocketOptions.SO_BROADCAST, false);
            channel.connect(new InetSocketAddress("255.255.255.255", 9));
        }
    }

    private static void sendTooMuch() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.send(ByteBuffer.allocate(70_000), new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        }
    }

    private static void writeToBrokenPipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1));
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
