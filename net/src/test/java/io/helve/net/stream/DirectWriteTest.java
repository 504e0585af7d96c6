package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.net.StreamTest;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OutputShutdown;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large sends are written from their buffers, in their order, and these are left alone when a send is over. */
class DirectWriteTest extends StreamTest {
    private static final int LARGE = 64 << 10;
    private static final int MORE_THAN_A_SOCKET_TAKES = 16 << 20;

    private static ByteBuffer filled(ByteBuffer buffer, int value) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) value);
        }
        return buffer.clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void oneThatIsCancelledBehindOthersLeavesNoTrace(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = closing(streams.listener("tcp://127.0.0.1:0"));
        listener.set(StreamOptions.WRITE_BUFFER, 2 * MORE_THAN_A_SOCKET_TAKES).listen();
        Socket peer = closing(new Socket());
        peer.connect(listener.localAddress());
        Stream stream = closing((Stream) ok(run(listener::accept)).getOutput(0));
        byte[] small = new byte[8000];
        Arrays.fill(small, (byte) 1);
        int before = 0;
        for (; before < MORE_THAN_A_SOCKET_TAKES; before += small.length) {
            sendAll(stream, small); // taken, so it does not wait for the peer
        }
        ByteBuffer buffer = filled(ByteBuffer.allocateDirect(LARGE), 2);
        Aio large = aio();
        large.setIov(buffer);
        Aio inline = closing(factory.on(AioFactory.INLINE).alloc(received -> stream.send(large)));
        inline.setIov(ByteBuffer.allocate(1));
        stream.receive(inline);
        peer.getOutputStream().write(1);
        eventually(large::isBusy);
        assertFalse(large.await(Duration.ofMillis(100)), "it is not copied");
        large.cancel();
        fails(AioError.ECANCELED, large);
        assertEquals(0, large.count());
        assertEquals(0, buffer.position());
        filled(buffer, 3);
        stream.send(large);
        InputStream in = peer.getInputStream();
        for (int i = 0; i < before; i += small.length) {
            assertArrayEquals(small, in.readNBytes(small.length));
        }
        byte[] last = in.readNBytes(LARGE);
        assertEquals(LARGE, ok(large).count());
        for (byte each : last) {
            assertEquals(3, each);
        }
        stream.close();
        assertEquals(-1, in.read());
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void endsAlsoIfItsBufferIsChangedMeanwhile(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        ByteBuffer buffer = filled(ByteBuffer.allocateDirect(MORE_THAN_A_SOCKET_TAKES), 1);
        Aio large = aio();
        large.setIov(buffer);
        pair.dialed().send(large);
        assertFalse(large.await(Duration.ofMillis(100)), "it waits for the peer");
        buffer.flip(); // too early: nothing is left of it
        receive(pair.accepted(), MORE_THAN_A_SOCKET_TAKES);
        assertEquals(MORE_THAN_A_SOCKET_TAKES, ok(large).count());
        sendAll(pair.dialed(), new byte[] {2});
        assertArrayEquals(new byte[] {2}, receive(pair.accepted(), 1));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void smallAndLargeOnesKeepTheirOrder(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        int sends = 600;
        AtomicInteger next = new AtomicInteger();
        ByteBuffer[] buffers = {ByteBuffer.allocate(100), ByteBuffer.allocateDirect(LARGE), ByteBuffer.allocate(LARGE)};
        Aio aio = closing(factory.on(AioFactory.INLINE).alloc(sent -> {
            assertEquals(buffers[next.get() % 3].capacity(), sent.count());
            if (next.incrementAndGet() < sends) {
                sent.setIov(filled(buffers[next.get() % 3], next.get()));
                pair.dialed().send(sent);
            }
        }));
        aio.setIov(filled(buffers[0], 0));
        pair.dialed().send(aio);
        for (int i = 0; i < sends; i++) {
            byte[] expected = new byte[buffers[i % 3].capacity()];
            Arrays.fill(expected, (byte) i);
            assertArrayEquals(expected, receive(pair.accepted(), expected.length));
        }
        eventually(() -> next.get() == sends);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void itsBufferIsNotKeptAliveByAStreamThatRests(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        Aio large = aio();
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * LARGE);
        WeakReference<ByteBuffer> sent = new WeakReference<>(buffer);
        large.setIov(buffer.limit(LARGE));
        buffer = null;
        Aio inline = closing(
                factory.on(AioFactory.INLINE).alloc(received -> pair.dialed().send(large)));
        inline.setIov(ByteBuffer.allocate(1));
        pair.dialed().receive(inline);
        sendAll(pair.accepted(), new byte[1]);
        receive(pair.accepted(), LARGE);
        assertEquals(LARGE, ok(large).count());
        large.setIov(ByteBuffer.allocate(1));
        eventually(() -> {
            System.gc();
            return sent.get() == null;
        });
    }

    /** A channel whose socket takes as much as it is told. */
    private static final class Narrow extends EmbeddedChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int room;

        @Override
        protected void doWrite(ChannelOutboundBuffer out) throws Exception {
            ByteBuffer[] buffers = out.nioBuffers();
            int before = room;
            for (int i = 0; i < out.nioBufferCount(); i++) {
                ByteBuffer buffer = buffers[i];
                for (; room > 0 && buffer.hasRemaining(); room--) {
                    taken.write(buffer.get());
                }
            }
            out.removeBytes(before - room);
        }
    }

    private static Sending sending(Channel channel, EstablishedConnection connection, Network network) {
        return new Sending(
                channel,
                null,
                connection,
                network.tenant("test").chunks(),
                network.counters().bytesSent,
                () -> "narrow");
    }

    @Test
    void oneThatIsCancelledIsNotTakenBackWhileNettyCountsWhatHasGoneOut() {
        Narrow channel = new Narrow();
        EstablishedConnection connection =
                EstablishedConnection.ofBytes("narrow", OutputShutdown.SHUTDOWN_OUTPUT, Map.of());
        try (Network network = new Network(StreamConfig.DEFAULTS)) {
            Sending sending = sending(channel, connection, network);
            channel.config().setMessageSizeEstimator(sending.writeDirectly());
            channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LARGE / 2, LARGE));
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelWritabilityChanged(ChannelHandlerContext context) {
                    if (channel.isWritable()) {
                        sending.pump();
                    }
                }
            });
            Aio copied = aio();
            copied.setIov(filled(ByteBuffer.allocate(LARGE), 1));
            sending.send(copied);
            ok(copied);
            assertFalse(channel.isWritable());
            Aio large = aio();
            large.setIov(filled(ByteBuffer.allocateDirect(2 * LARGE), 2));
            sending.send(large);
            assertTrue(large.isBusy(), "it waits in Netty's outbound buffer");
            large.cancel(); // asks the event loop to take it back; before it comes to that the socket has room
            channel.room = LARGE + 1000;
            channel.flush();
            channel.runPendingTasks();
            fails(AioError.ECANCELED, large);
            assertEquals(1000, large.count(), "what had gone out");
            Aio next = aio();
            next.setIov(filled(ByteBuffer.allocate(10), 3));
            channel.room = LARGE;
            sending.send(next);
            channel.runPendingTasks();
            ok(next);
            byte[] taken = channel.taken.toByteArray();
            assertEquals(LARGE + 1000 + 10, taken.length);
            assertEquals(3, taken[taken.length - 10], "the next send follows what the peer has of it");
            sending.end(EndReason.CLOSED);
            channel.runPendingTasks();
            channel.close();
        }
    }

    @Test
    void whoSendsWithoutEndLeavesOtherChannelsTheirTurn() {
        EmbeddedChannel channel = new EmbeddedChannel(); // takes all at once
        EstablishedConnection connection =
                EstablishedConnection.ofBytes("embedded", OutputShutdown.SHUTDOWN_OUTPUT, Map.of());
        AtomicInteger sends = new AtomicInteger();
        try (Network network = new Network(StreamConfig.DEFAULTS)) {
            Sending sending = sending(channel, connection, network);
            channel.config().setMessageSizeEstimator(sending.writeDirectly());
            ByteBuffer buffer = ByteBuffer.allocateDirect(LARGE);
            int endless = 10_000;
            Aio aio = closing(factory.on(AioFactory.INLINE).alloc(sent -> {
                if (sends.incrementAndGet() < endless) {
                    buffer.clear();
                    sending.send(sent);
                }
            }));
            aio.setIov(buffer);
            sending.send(aio);
            int here = sends.get();
            assertTrue(here > 0 && here < 100, () -> here + " sends before the event loop can do anything else");
            channel.runPendingTasks();
            assertTrue(sends.get() > here, "and then it goes on");
            sending.end(EndReason.CLOSED);
            channel.runPendingTasks();
            channel.close();
        }
    }
}
