package io.helve.bench.stream;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Bare Netty: one plain handler, Netty's own allocator and defaults, as many event loops as Helve has. */
final class NettyPeer implements StreamPeer {
    private static final Object BEGIN = new Object();

    private final NettyTransport transport = NettyTransport.best();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            StreamPeer.threads(), new DefaultThreadFactory("bench-netty", true), transport.handlers());

    @Override
    public String transport() {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String listen(String url, LongAdder received) throws InterruptedException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.listener(url))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyServed(received));
                    }
                });
        if (!NettyTransport.isIpc(url)) {
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        }
        Channel listener = bootstrap.bind(transport.address(url)).sync().channel();
        return listener.localAddress() instanceof InetSocketAddress bound ? "tcp://127.0.0.1:" + bound.getPort() : url;
    }

    @Override
    public Connection echo(String url, int size, Trips trips) throws InterruptedException {
        return connect(url, new NettyEcho(size, trips));
    }

    @Override
    public Connection flow(String url, int size, Flow flow) throws InterruptedException {
        return connect(url, new NettyFlow(size, flow));
    }

    private Connection connect(String url, ChannelHandler handler) throws InterruptedException {
        Bootstrap bootstrap =
                new Bootstrap().group(group).channel(transport.channel(url)).handler(handler);
        if (!NettyTransport.isIpc(url)) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        Channel channel = bootstrap.connect(transport.address(url)).sync().channel();
        return new Connection() {
            @Override
            public void begin() {
                channel.pipeline().fireUserEventTriggered(BEGIN);
            }

            @Override
            public void close() {
                channel.close().syncUninterruptibly();
            }
        };
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
