package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether Netty loses a half-closed connection, and whether the workaround keeps it. */
@Timeout(180)
class EpollDetachWorkaroundTest {
    /** More than the operating system buffers. */
    private static final int MUCH = 16 << 20;

    @BeforeEach
    void onLinuxOnly() {
        assumeTrue(Epoll.isAvailable());
    }

    @Test
    void withTheWorkaroundAHalfClosedConnectionSendsMoreThanItsSocketTakes() throws Exception {
        assertTrue(sendsAfterThePeersEnd(EpollDetachWorkaround.newFactory(DefaultSelectStrategyFactory.INSTANCE)));
    }

    @Test
    void theWorkaroundIsStillNeeded() throws Exception {
        assertFalse(
                sendsAfterThePeersEnd(EpollIoHandler.newFactory()),
                "Netty has mended its epoll: EpollDetachWorkaround can go");
    }

    private static boolean sendsAfterThePeersEnd(IoHandlerFactory handlers) throws Exception {
        var loops = new MultiThreadIoEventLoopGroup(1, handlers);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CountDownLatch ended = new CountDownLatch(1);
            Channel channel = new Bootstrap()
                    .group(loops)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void userEventTriggered(ChannelHandlerContext context, Object event) {
                            if (event instanceof ChannelInputShutdownEvent) {
                                ended.countDown();
                            }
                        }

                        @Override
                        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                            context.close();
                        }
                    })
                    .connect(listening.getLocalSocketAddress())
                    .sync()
                    .channel();
            try (Socket peer = listening.accept()) {
                peer.shutdownOutput();
                channel.read();
                ended.await();
                channel.eventLoop().submit(() -> {}).sync(); // the read is over, and the channel waits for nothing
                ChannelFuture written = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[MUCH]));
                channel.eventLoop().submit(() -> {}).sync(); // the socket is full
                return isReceived(peer) && written.await(60, TimeUnit.SECONDS) && written.isSuccess();
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static boolean isReceived(Socket peer) throws Exception {
        peer.setSoTimeout(30_000);
        return peer.getInputStream().readNBytes(MUCH).length == MUCH;
    }
}
