package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.RandomTransfer;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig.Version;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes go both ways over TLS, on every transport and in both versions, and each side ends as it should. */
class SecureTransferTest extends TlsTest {
    @ParameterizedTest
    @EnumSource(Transport.class)
    void bytesGoBothWays(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(server(), client());
        assertFalse(pair.dialed().isMessageOriented());
        sendAll(pair.dialed(), bytes("hello"));
        assertArrayEquals(bytes("hello"), receive(pair.accepted(), 5));
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Aio there = send(pair.accepted(), large);
        Aio back = send(pair.dialed(), large);
        assertArrayEquals(large, receive(pair.dialed(), large.length));
        assertArrayEquals(large, receive(pair.accepted(), large.length));
        assertEquals(large.length, ok(there).count());
        assertEquals(large.length, ok(back).count());
        assertEquals(control.snapshot().transport(), pair.dialed().get(StreamProperty.TRANSPORT));
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        ok(run(pair.accepted()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.dialed(), ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void everyVersionCarriesBytes(Version version) {
        Pair pair = connect(server(), client().versions(version, version));
        sendAll(pair.dialed(), bytes("hello"));
        assertArrayEquals(bytes("hello"), receive(pair.accepted(), 5));
        String expected = version == Version.TLS_1_3 ? "TLSv1.3" : "TLSv1.2";
        assertEquals(expected, pair.dialed().get(StreamProperty.TLS_VERSION));
        assertEquals(expected, pair.accepted().get(StreamProperty.TLS_VERSION));
    }

    @Test
    void overVersion13AnEndIsSeenBehindAllThatWasSentAndTheOtherDirectionGoesOn() {
        Pair pair = connect(server(), client());
        sendAll(pair.dialed(), bytes("last words"));
        ok(run(pair.dialed()::shutdown));
        assertArrayEquals(bytes("last words"), receive(pair.accepted(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send(pair.dialed(), bytes("no")));
        byte[] large = new byte[1 << 20];
        Aio answer = send(pair.accepted(), large);
        assertArrayEquals(large, receive(pair.dialed(), large.length));
        ok(answer);
        ok(run(pair.accepted()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.dialed(), ByteBuffer.allocate(1)));
    }

    @Test
    void overVersion12ThePeersEndIsOursToo() {
        Pair pair = connect(server().versions(Version.TLS_1_2, Version.TLS_1_2), client());
        sendAll(pair.accepted(), bytes("taken before"));
        assertArrayEquals(bytes("t"), receive(pair.dialed(), 1)); // it is on its way: version 1.2 drops what is not
        sendAll(pair.dialed(), bytes("last words"));
        ok(run(pair.dialed()::shutdown));
        assertArrayEquals(bytes("last words"), receive(pair.accepted(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send(pair.accepted(), bytes("no")));
        assertArrayEquals(bytes("aken before"), receive(pair.dialed(), 11));
        fails(AioError.ECONNSHUT, receiving(pair.dialed(), ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void overVersion12ThePeersEndCutsOffASend(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connectNarrowly(Version.TLS_1_2);
        Aio send = send(pair.accepted(), new byte[64 << 20]); // more than is on its way while nobody receives
        assertEquals(1, receive(pair.dialed(), 1).length);
        ok(run(pair.dialed()::shutdown));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send);
        Aio receive;
        long received = 1;
        do {
            receive = ended(receiving(pair.dialed(), ByteBuffer.allocate(1 << 16)));
            received += receive.count();
        } while (receive.result() == AioError.OK);
        fails(AioError.ECONNSHUT, receive);
        assertTrue(send.count() < 64 << 20, "not all was taken");
        assertTrue(received <= send.count(), received + " came of " + send.count());
    }

    @Test
    void closingIsAnOrderlyEndForThePeerIfNothingIsDropped() {
        Pair pair = connect(server(), client());
        sendAll(pair.dialed(), bytes("all"));
        assertArrayEquals(bytes("all"), receive(pair.accepted(), 3));
        pair.dialed().stop();
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void cancelsAndTimeoutsLoseNoByteInEitherDirection(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(server(), client());
        RandomTransfer there = new RandomTransfer(factory, pair.dialed(), pair.accepted(), 2 << 20);
        RandomTransfer back = new RandomTransfer(factory, pair.accepted(), pair.dialed(), 8 << 20);
        there.check();
        back.check();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void aSlowReaderStopsTheSender(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connectNarrowly();
        long taken = 0;
        Aio send;
        do {
            send = aio(new byte[1 << 20]);
            send.setTimeout(Duration.ofMillis(100));
            pair.dialed().send(send);
            taken += ended(send).count();
        } while (send.count() > 0);
        assertTrue(taken < 2 << 20, "what is read ahead, buffered here, and with the system: " + taken);
        int length = (int) taken;
        assertEquals(length, receive(pair.accepted(), length).length);
        sendAll(pair.dialed(), bytes("on"));
        assertArrayEquals(bytes("on"), receive(pair.accepted(), 2));
    }
}
