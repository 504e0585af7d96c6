package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A side that does not read stops its peer's sends, and memory stays bounded. */
class FlowControlTest extends StreamTest {
    private static final int SMALL_SOCKET = 64 << 10;

    private Socket plainPeer(StreamListener listener) throws Exception {
        Socket socket = closing(new Socket());
        socket.connect(listener.localAddress());
        return socket;
    }

    private Stream accept(StreamListener listener) {
        return closing((Stream) ok(run(listener::accept)).getOutput(0));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aStreamThatNobodyReceivesFromReadsNoMoreThanItsReadAhead(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = closing(streams.listener("tcp://127.0.0.1:0"));
        listener.set(StreamOptions.KERNEL_RECEIVE_BUFFER, SMALL_SOCKET).set(StreamOptions.READ_AHEAD, 10_000);
        listener.listen();
        Socket peer = closing(new Socket());
        peer.setSendBufferSize(SMALL_SOCKET);
        peer.connect(listener.localAddress());
        Stream stream = accept(listener);
        byte[] data = new byte[8 << 20];
        new Random(1).nextBytes(data);
        Thread writer = new Thread(() -> {
            try {
                OutputStream out = peer.getOutputStream();
                out.write(data);
                peer.shutdownOutput();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        eventually(() -> writer.getState() == Thread.State.RUNNABLE && ((ChannelStream) stream).buffered() >= 10_000);
        assertTrue(((ChannelStream) stream).buffered() <= 10_000 + (64 << 10), "one read beyond the limit at most");
        assertArrayEquals(data, receive(stream, data.length));
        writer.join();
        fails(AioError.ECONNSHUT, receiving(stream, ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void thePeersEndDoesNotMakeItReadMoreThanItsReadAhead(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        StreamListener listener = closing(streams.listener("tcp://127.0.0.1:0"));
        listener.set(StreamOptions.READ_AHEAD, 1000);
        listener.listen();
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        Socket peer = closing(new Socket());
        peer.setSendBufferSize(4 << 20);
        peer.connect(listener.localAddress());
        Stream stream = accept(listener);
        peer.getOutputStream().write(data); // the operating system takes all of it
        peer.shutdownOutput();
        byte[] first = receive(stream, 1);
        assertEquals(data[0], first[0]);
        assertTrue(
                ((ChannelStream) stream).buffered() <= 1000 + (64 << 10),
                () -> "buffered: " + ((ChannelStream) stream).buffered());
        byte[] rest = receive(stream, data.length - 1);
        assertArrayEquals(java.util.Arrays.copyOfRange(data, 1, data.length), rest);
        fails(AioError.ECONNSHUT, receiving(stream, ByteBuffer.allocate(1)));
    }

    @Test
    void withoutReadAheadNothingIsReadBeforeSomebodyReceives() throws Exception {
        StreamListener listener = closing(streams.listener("tcp://127.0.0.1:0"));
        listener.set(StreamOptions.READ_AHEAD, 0).listen();
        Socket peer = plainPeer(listener);
        Stream stream = accept(listener);
        peer.getOutputStream().write(bytes("later"));
        assertEquals(0, ((ChannelStream) stream).buffered());
        assertArrayEquals(bytes("later"), receive(stream, 5));
    }

    @Test
    void aSlowReaderStopsTheSender() throws Exception {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        Socket peer = closing(new Socket());
        peer.setReceiveBufferSize(SMALL_SOCKET);
        peer.connect(listener.localAddress());
        Stream stream = accept(listener);
        byte[] data = new byte[32 << 20];
        new Random(3).nextBytes(data);
        Aio send = send(stream, data);
        assertFalse(send.await(java.time.Duration.ofMillis(300)), "nobody reads");
        InputStream in = peer.getInputStream();
        assertArrayEquals(data, in.readNBytes(data.length));
        assertEquals(data.length, ok(send).count());
    }

    @Test
    void manySmallSendsAreServedInTheirOrder() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        int sends = 5000;
        Aio[] all = new Aio[sends];
        for (int i = 0; i < sends; i++) {
            all[i] = aio(ByteBuffer.allocate(4).putInt(i).array());
        }
        for (Aio each : all) {
            pair.dialed().send(each);
        }
        ByteBuffer received = ByteBuffer.wrap(receive(pair.accepted(), 4 * sends));
        for (int i = 0; i < sends; i++) {
            assertEquals(i, received.getInt());
            assertEquals(4, ok(all[i]).count());
        }
    }

    @Test
    void receivesQueueAndAreServedInTheirOrder() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        ByteBuffer[] into = new ByteBuffer[100];
        Aio[] receives = new Aio[into.length];
        for (int i = 0; i < into.length; i++) {
            into[i] = ByteBuffer.allocate(1);
            receives[i] = receiving(pair.accepted(), into[i]);
        }
        receives[50].cancel();
        byte[] data = new byte[into.length - 1];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        sendAll(pair.dialed(), data);
        for (int i = 0, next = 0; i < into.length; i++) {
            if (i == 50) {
                fails(AioError.ECANCELED, receives[i]);
            } else {
                ok(receives[i]);
                assertEquals(next++, into[i].get(0));
            }
        }
    }

    @Test
    void severalBuffersAreScatteredAndGathered() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        Aio send = aio();
        send.setIov(ByteBuffer.wrap(bytes("ab")), ByteBuffer.allocate(0), ByteBuffer.wrap(bytes("cdef")));
        pair.dialed().send(send);
        assertEquals(6, ok(send).count());
        assertArrayEquals(bytes("abc"), receive(pair.accepted(), 3));
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer more = ByteBuffer.allocateDirect(10);
        Aio receive = aio();
        receive.setIov(one, more);
        pair.accepted().receive(receive);
        assertEquals(3, ok(receive).count());
        assertEquals('d', one.get(0));
        assertEquals(2, more.position());
    }

    @Test
    void aReceiveWithoutRoomAndReadOnlyBuffersAreInvalid() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        fails(AioError.EINVAL, run(pair.accepted()::receive));
        sendAll(pair.dialed(), bytes("x"));
        fails(AioError.EINVAL, receiving(pair.accepted(), ByteBuffer.allocate(4).asReadOnlyBuffer()));
        assertArrayEquals(bytes("x"), receive(pair.accepted(), 1));
    }

    @Test
    void anAddressInUseAndAnUnknownHostSaySo() {
        StreamListener first = listen("tcp://127.0.0.1:0");
        int port = ((InetSocketAddress) first.localAddress()).getPort();
        StreamListener second = closing(streams.listener("tcp://127.0.0.1:" + port));
        AioException failure = assertThrows(AioException.class, second::listen);
        assertEquals(AioError.EADDRINUSE, failure.error());
        assertTrue(failure.getMessage().contains(Integer.toString(port)));
        fails(AioError.EADDRINVAL, run(closing(streams.dialer("tcp://host.invalid:1"))::dial));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:1/path", "tls+tcp://127.0.0.1:1/path"})
    void aPathThatMeansNothingIsRefused(String url) {
        AioException failure = assertThrows(AioException.class, () -> streams.dialer(url));
        assertEquals(AioError.EADDRINVAL, failure.error());
        assertTrue(failure.getMessage().contains(url), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoHasEndedItsSideCanStillBeSentMoreThanTheSocketTakes(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        byte[] data = new byte[32 << 20];
        new Random(4).nextBytes(data);
        Aio send = send(pair.accepted(), data);
        assertArrayEquals(data, receive(pair.dialed(), data.length));
        assertEquals(data.length, ok(send).count());
    }
}
