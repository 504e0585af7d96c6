package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamListener;
import io.helve.stream.TlsConfig.Version;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS has an end of its own; whatever else ends a connection has cut something off. */
class EndingTest extends TlsTest {
    /** A peer on a socket, and the stream that was accepted from it. */
    private record Ends(Peers.Peer peer, Stream stream) {}

    private Ends accept(Version version) throws IOException {
        StreamListener listener = listener(server().versions(version, version));
        Aio accept = aio();
        listener.accept(accept);
        Peers.Peer peer = closing(Peers.client(listener.localAddress(), client()));
        peer.secure().startHandshake();
        return new Ends(peer, closing((Stream) ok(accept).getOutput(0)));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void theEndOfTheConnectionWithoutTheEndOfTlsIsALoss(Version version) throws Exception {
        for (Transport transport : Transport.values()) {
            control.configure(StreamConfig.DEFAULTS.withTransport(transport));
            Ends ends = accept(version);
            ends.peer.secure().getOutputStream().write(bytes("cut"));
            ends.peer.plain().shutdownOutput();
            assertArrayEquals(bytes("cut"), receive(ends.stream, 3));
            Aio receive = receiving(ends.stream, ByteBuffer.allocate(1));
            fails(AioError.ECONNRESET, receive);
            assertTrue(receive.cause().getMessage().contains("close_notify"), receive.cause()::getMessage);
            fails(AioError.ECONNRESET, send(ends.stream, bytes("x")));
        }
    }

    @Test
    void alsoInTheMiddleOfARecord() throws Exception {
        Ends ends = accept(Version.TLS_1_3);
        ends.peer.plain().getOutputStream().write(new byte[] {23, 3, 3, 0, 100, 1, 2, 3});
        ends.peer.plain().shutdownOutput();
        fails(AioError.ECONNRESET, receiving(ends.stream, ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void thePeersEndIsSeenBehindItsData(Version version) throws Exception {
        Ends ends = accept(version);
        ends.peer.secure().getOutputStream().write(bytes("all"));
        ends.peer.secure().shutdownOutput();
        assertArrayEquals(bytes("all"), receive(ends.stream, 3));
        fails(AioError.ECONNSHUT, receiving(ends.stream, ByteBuffer.allocate(1)));
    }

    @Test
    void whatComesBehindThePeersEndIsNotCollected() throws Exception {
        Ends ends = accept(Version.TLS_1_3);
        ends.peer.secure().shutdownOutput();
        fails(AioError.ECONNSHUT, receiving(ends.stream, ByteBuffer.allocate(1)));
        long before = buffered();
        byte[] record = new byte[5 + (16 << 10)];
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[3] = 64;
        for (int i = 0; i < 32 << 6; i++) {
            ends.peer.plain().getOutputStream().write(record);
        }
        sendAll(ends.stream, bytes("the other direction goes on"));
        long collected = buffered() - before;
        assertTrue(collected < 16 << 20, "of 32 MiB: " + collected);
    }

    private static long buffered() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void ourEndIsSeenByThePeer(Version version) throws Exception {
        Ends ends = accept(version);
        sendAll(ends.stream, bytes("all"));
        ok(run(ends.stream::shutdown));
        assertArrayEquals(bytes("all"), ends.peer.secure().getInputStream().readAllBytes());
    }

    @Test
    void aCloseThatDropsDataIsALossForThePeer() {
        Pair pair = connectNarrowly();
        Aio send;
        do {
            send = aio(new byte[1 << 20]);
            send.setTimeout(Duration.ofMillis(500));
            pair.dialed().send(send);
        } while (ended(send).count() > 0); // nobody reads: what was taken last has not gone out
        pair.dialed().stop();
        Aio receive;
        do {
            receive = receiving(pair.accepted(), ByteBuffer.allocate(1 << 16));
        } while (ended(receive).result() == AioError.OK);
        fails(AioError.ECONNRESET, receive);
    }

    @Test
    void soIsOneThatDropsWhatTheEventLoopHasNotSeen() throws Exception {
        control.configure(StreamConfig.DEFAULTS.withThreads(1));
        Pair pair = connect(server(), client());
        Pair other = connect(listen("tcp://127.0.0.1:0"));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Aio holding = closing(factory.on(AioFactory.INLINE).alloc(done -> {
            held.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        holding.setIov(ByteBuffer.allocate(1));
        other.accepted().receive(holding);
        sendAll(other.dialed(), bytes("x"));
        held.await(); // now the event loop does nothing
        sendAll(pair.dialed(), bytes("taken"));
        pair.dialed().close();
        goesOn.countDown();
        fails(AioError.ECONNRESET, receiving(pair.accepted(), ByteBuffer.allocate(5)));
    }

    @Test
    void garbageInPlaceOfARecordIsAViolationOfTheProtocol() throws Exception {
        Ends ends = accept(Version.TLS_1_3);
        ends.peer.plain().getOutputStream().write(bytes("GET / HTTP/1.0\r\n\r\n"));
        fails(AioError.EPROTO, receiving(ends.stream, ByteBuffer.allocate(1)));
    }

    @Test
    void aRecordThatWasTamperedWithIsAFailureOfCryptography() throws Exception {
        Ends ends = accept(Version.TLS_1_3);
        byte[] forged = new byte[105];
        forged[0] = 23;
        forged[1] = 3;
        forged[2] = 3;
        forged[4] = 100;
        ends.peer.plain().getOutputStream().write(forged);
        fails(AioError.ECRYPTO, receiving(ends.stream, ByteBuffer.allocate(1)));
    }

    // ---- renegotiation

    @Test
    void aClientThatRenegotiatesIsRefused() throws Exception {
        Ends ends = accept(Version.TLS_1_2);
        ends.peer.secure().getOutputStream().write(bytes("before"));
        assertArrayEquals(bytes("before"), receive(ends.stream, 6));
        ends.peer.plain().setSoTimeout((int) SOON.toMillis());
        Aio receive = receiving(ends.stream, ByteBuffer.allocate(1));
        CompletableFuture<Boolean> refused = new CompletableFuture<>();
        try {
            ends.peer.secure().startHandshake();
            ends.peer.secure().getOutputStream().write(bytes("after"));
            ends.peer.secure().getInputStream().read();
            refused.complete(false);
        } catch (IOException e) {
            refused.complete(true);
        }
        fails(AioError.ECRYPTO, receive);
        assertTrue(refused.join());
        assertTrue(receive.cause().getMessage().contains("renegotiate"), receive.cause()::getMessage);
        assertEquals(SSLException.class, receive.cause().getCause().getClass());
    }

    @Test
    void aServerThatRenegotiatesIsRefused() throws Exception {
        try (var listening = Peers.listening()) {
            Aio dial = aio();
            dialer(Peers.url(listening), client().versions(Version.TLS_1_2, Version.TLS_1_2))
                    .dial(dial);
            Peers.Peer peer = closing(Peers.server(listening, server()));
            peer.plain().setSoTimeout((int) SOON.toMillis());
            peer.secure().startHandshake();
            Stream stream = closing((Stream) ok(dial).getOutput(0));
            Aio receive = receiving(stream, ByteBuffer.allocate(1));
            CompletableFuture.runAsync(() -> {
                try {
                    peer.secure().startHandshake();
                    peer.secure().getInputStream().read();
                } catch (IOException e) {
                    // as it should be
                }
            });
            fails(AioError.ECRYPTO, receive);
        }
    }
}
