package io.helve.itest.foreign;

import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A bound socket, which takes connections while its owner has room for them. */
final class AcceptingSocket implements NioLoop.Handler, AutoCloseable {
    private final SharedLoop loops;
    private final NioLoop loop;
    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress address;
    private final BooleanSupplier hasRoom;
    private final Consumer<SocketChannel> connections;

    private AcceptingSocket(
            SharedLoop loops, StreamUrl url, BooleanSupplier hasRoom, Consumer<SocketChannel> connections)
            throws IOException {
        this.loops = loops;
        this.hasRoom = hasRoom;
        this.connections = connections;
        loop = loops.acquire();
        SelectionKey registered = null;
        channel = ServerSocketChannel.open();
        try {
            channel.bind(Failures.address(url));
            channel.configureBlocking(false);
            address = (InetSocketAddress) channel.getLocalAddress();
            registered = loop.register(channel, 0, this);
        } finally {
            if (registered == null) {
                channel.close();
                loops.release();
            }
        }
        key = registered;
    }

    /** Binds an address. The socket takes connections after {@link #resume}. */
    static AcceptingSocket bind(
            SharedLoop loops, StreamUrl url, BooleanSupplier hasRoom, Consumer<SocketChannel> connections) {
        try {
            return new AcceptingSocket(loops, url, hasRoom, connections);
        } catch (IOException e) {
            throw Failures.at(url, e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** {@return a URL for dialers on this machine} */
    StreamUrl dialUrl(StreamUrl url) {
        return url.withAddress(url.isWildcard() ? "127.0.0.1" : url.host(), address.getPort());
    }

    /** Takes connections again, because there is room. */
    void resume() {
        loop.want(key, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            while (hasRoom.getAsBoolean()) {
                SocketChannel connection = channel.accept();
                if (connection == null) {
                    return;
                }
                connection.configureBlocking(false);
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections.accept(connection);
            }
            loop.wantNot(key, SelectionKey.OP_ACCEPT);
            if (hasRoom.getAsBoolean()) { // room that was made before the last line has been missed
                resume();
            }
        } catch (IOException e) {
            // the peer has gone already, or this socket has been closed
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
        loop.awaitRelease();
        loops.release();
    }
}
