package io.helve.bench.stream;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;

/** The I/O backend of bare Netty: epoll where it is available, as in Helve, else the JDK's selector. */
enum NettyTransport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> listener(String url) {
            return isIpc(url) ? EpollServerDomainSocketChannel.class : EpollServerSocketChannel.class;
        }

        @Override
        Class<? extends Channel> channel(String url) {
            return isIpc(url) ? EpollDomainSocketChannel.class : EpollSocketChannel.class;
        }

        @Override
        SocketAddress ipc(String path) {
            return new DomainSocketAddress(path);
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> listener(String url) {
            return isIpc(url) ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class;
        }

        @Override
        Class<? extends Channel> channel(String url) {
            return isIpc(url) ? NioDomainSocketChannel.class : NioSocketChannel.class;
        }

        @Override
        SocketAddress ipc(String path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    static NettyTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    static boolean isIpc(String url) {
        return url.startsWith("ipc:");
    }

    abstract IoHandlerFactory handlers();

    abstract Class<? extends ServerChannel> listener(String url);

    abstract Class<? extends Channel> channel(String url);

    abstract SocketAddress ipc(String path);

    final SocketAddress address(String url) {
        URI uri = URI.create(url);
        return isIpc(url) ? ipc(uri.getPath()) : new InetSocketAddress(uri.getHost(), uri.getPort());
    }
}
