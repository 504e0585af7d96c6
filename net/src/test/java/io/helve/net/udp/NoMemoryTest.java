package io.helve.net.udp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Sends and receives of datagrams end, also if there is no memory for the datagram. */
class NoMemoryTest extends StreamTest {
    private final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    @Test
    void aSendEnds() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator((ByteBufAllocator) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ByteBufAllocator.class}, (proxy, method, arguments) -> {
                    throw new OutOfMemoryError("test");
                }));
        DatagramSender sender = new DatagramSender("a test", new LongAdder());
        sender.bound(channel, DatagramSender.Destinations.ALL);
        Aio send = aio();
        send.setInput(0, address);
        send.setIov(ByteBuffer.allocate(10));
        sender.send(send);
        channel.runPendingTasks();
        fails(AioError.ENOMEM, send);
        channel.close();
    }

    @Test
    void aReceiveEnds() {
        EmbeddedChannel channel = new EmbeddedChannel();
        DatagramReceiver receiver = new DatagramReceiver("a test", new LongAdder());
        receiver.bound(channel, 1000);
        Aio receive = aio();
        receiver.receive(receive);
        ByteBuf data = new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, 10, 10) {
            @Override
            public ByteBuf readBytes(ByteBuffer to) {
                throw new OutOfMemoryError("test");
            }
        };
        receiver.arrived(new DatagramPacket(data.writeZero(10), address, address));
        fails(AioError.ENOMEM, receive);
        channel.close();
    }
}
