package io.helve.examples.tasks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The tasks with Netty: those for which it has the parts. Nothing connects again, and nothing is sent again. */
final class NettyTasks {
    private NettyTasks() {}

    // task: timer
    static Future<?> everySecond(EventLoopGroup group, Runnable action) {
        return group.scheduleAtFixedRate(action, 1, 1, TimeUnit.SECONDS);
    }
    // end

    // task: reply
    static Channel reply(EventLoopGroup group, int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(1 << 20, 0, 4, 0, 4))
                                .addLast(new LengthFieldPrepender(4))
                                .addLast(new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(ChannelHandlerContext context, Object question) {
                                        context.writeAndFlush(question);
                                    }
                                });
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }
    // end

    // task: ask
    static byte[] ask(EventLoopGroup group, int port, byte[] question) throws Exception {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connected) {
                        connected
                                .pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(1 << 20, 0, 4, 0, 4))
                                .addLast(new LengthFieldPrepender(4))
                                .addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                                    @Override
                                    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
                                        answer.complete(ByteBufUtil.getBytes(message));
                                    }
                                });
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
        try {
            channel.writeAndFlush(Unpooled.wrappedBuffer(question));
            return answer.get(5, TimeUnit.SECONDS);
        } finally {
            channel.close();
        }
    }
    // end

    // task: tls echo
    static Channel tlsEcho(EventLoopGroup group, int port, SslContext tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(tls.newHandler(channel.alloc()))
                                .addLast(new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(ChannelHandlerContext context, Object bytes) {
                                        context.writeAndFlush(bytes);
                                    }

                                    @Override
                                    public void channelWritabilityChanged(ChannelHandlerContext context) {
                                        boolean writable = context.channel().isWritable();
                                        context.channel().config().setAutoRead(writable);
                                    }
                                });
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }
    // end
}
