package io.helve.net.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets for datagrams. */
class DatagramTest extends StreamTest {
    private static final String URL = "udp://127.0.0.1:0";

    private DatagramEndpoint bound(String url) {
        DatagramEndpoint endpoint = closing(streams.datagrams(url));
        endpoint.bind();
        return endpoint;
    }

    private Aio send(DatagramEndpoint from, byte[] data, SocketAddress to) {
        Aio aio = aio(data);
        aio.setInput(0, to);
        from.send(aio);
        return aio;
    }

    private Aio receiving(DatagramEndpoint at, ByteBuffer... into) {
        Aio aio = aio();
        aio.setIov(into);
        at.receive(aio);
        return aio;
    }

    private byte[] received(Aio receive) {
        return ((ByteBuffer) ok(receive).getOutput(1)).array();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void datagramsOfAnyLengthGoToWhomTheyAreSentAndSayWhoSentThem(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        DatagramEndpoint one = bound(URL);
        DatagramEndpoint other = bound(URL);
        for (int length : new int[] {1, 1000, 2049, 60_000, 65507}) {
            byte[] data = new byte[length];
            new Random(length).nextBytes(data);
            assertEquals(length, ok(send(one, data, other.localAddress())).count());
            Aio receive = receiving(other);
            assertArrayEquals(data, received(receive));
            assertEquals(length, receive.count());
            assertEquals(one.localAddress(), receive.getOutput(0));
            ok(send(other, bytes("answer"), (SocketAddress) receive.getOutput(0)));
            ByteBuffer head = ByteBuffer.allocate(2);
            ByteBuffer tail = ByteBuffer.allocate(100);
            Aio answer = ok(receiving(one, head, tail));
            assertEquals(6, answer.count());
            assertEquals(2, head.position());
            assertEquals(4, tail.position());
            assertEquals(other.localAddress(), answer.getOutput(0));
            assertNull(answer.getOutput(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatDoesNotFitIsLostAndNextComesTheNext(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        DatagramEndpoint one = bound(URL);
        DatagramEndpoint other = bound(URL);
        ok(send(one, bytes("too long"), other.localAddress()));
        ok(send(one, bytes("next"), other.localAddress()));
        ByteBuffer into = ByteBuffer.allocate(3);
        Aio receive = receiving(other, into);
        fails(AioError.EMSGSIZE, receive);
        assertEquals(3, receive.count());
        assertArrayEquals(bytes("too"), into.array());
        assertEquals(one.localAddress(), receive.getOutput(0));
        assertArrayEquals(bytes("next"), received(receiving(other)));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void emptyDatagramsAreReceived(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        DatagramEndpoint endpoint = bound(URL);
        try (DatagramSocket foreign = new DatagramSocket()) {
            foreign.send(new DatagramPacket(new byte[0], 0, endpoint.localAddress()));
            foreign.send(new DatagramPacket(bytes("more"), 4, endpoint.localAddress()));
        }
        Aio receive = receiving(endpoint);
        assertEquals(0, received(receive).length);
        assertArrayEquals(bytes("more"), received(receiving(endpoint)));
    }

    @Test
    void theReadAheadIsBoundedAndTheRestStaysWithTheSystem() {
        DatagramEndpoint one = bound(URL);
        DatagramEndpoint other = closing(streams.datagrams(URL)).set(StreamOptions.READ_AHEAD, 1000);
        other.bind();
        byte[] data = new byte[500];
        for (int i = 0; i < 20; i++) { // no datagram is lost: each is either in the queue of the system or in ours
            data[0] = (byte) i;
            ok(send(one, data, other.localAddress()));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(i, received(receiving(other))[0]);
        }
    }

    @Test
    void nothingIsReadAheadIfSoWished() {
        DatagramEndpoint one = bound(URL);
        DatagramEndpoint other = closing(streams.datagrams(URL)).set(StreamOptions.READ_AHEAD, 0);
        other.bind();
        ok(send(one, bytes("kept by the system"), other.localAddress()));
        assertArrayEquals(bytes("kept by the system"), received(receiving(other)));
    }

    @Test
    void whatCannotBeSentIsSaid() {
        DatagramEndpoint endpoint = bound(URL);
        fails(AioError.EADDRINVAL, send(endpoint, bytes("x"), null));
        fails(AioError.EADDRINVAL, send(endpoint, bytes("x"), InetSocketAddress.createUnresolved("localhost", 1)));
        fails(AioError.EADDRINVAL, send(endpoint, bytes("x"), new InetSocketAddress("::1", 1)));
        fails(AioError.EMSGSIZE, send(endpoint, new byte[65508], endpoint.localAddress()));
        fails(AioError.ENOTSUP, send(endpoint, new byte[0], endpoint.localAddress()));
        fails(AioError.EPERM, send(endpoint, bytes("x"), new InetSocketAddress("255.255.255.255", 9)));
        Aio big = aio(new byte[70_000]);
        big.setInput(0, endpoint.localAddress());
        endpoint.send(big);
        fails(AioError.EMSGSIZE, big);
        assertEquals(0, big.count());
    }

    @Test
    void operationsNeedABoundSocket() {
        DatagramEndpoint endpoint = closing(streams.datagrams(URL));
        assertNull(endpoint.localAddress());
        fails(AioError.ESTATE, send(endpoint, bytes("x"), new InetSocketAddress("127.0.0.1", 1)));
        fails(AioError.ESTATE, receiving(endpoint));
        assertThrows(IllegalStateException.class, () -> endpoint.join(InetAddress.getByName("239.1.2.3"), null));
        endpoint.bind();
        assertThrows(IllegalStateException.class, endpoint::bind);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anAddressInUseIsSaidUnlessItIsShared(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        DatagramEndpoint one = closing(streams.datagrams(URL)).set(StreamOptions.REUSE_ADDRESS, true);
        one.bind();
        String url = "udp://127.0.0.1:" + ((InetSocketAddress) one.localAddress()).getPort();
        AioException e = assertThrows(AioException.class, closing(streams.datagrams(url))::bind);
        assertEquals(AioError.EADDRINUSE, e.error());
        assertTrue(e.getMessage().contains(url), e::getMessage);
        DatagramEndpoint sharing = closing(streams.datagrams(url)).set(StreamOptions.REUSE_ADDRESS, true);
        sharing.bind();
        assertEquals(one.localAddress(), sharing.localAddress());
        assertThrows(IllegalStateException.class, () -> sharing.set(StreamOptions.REUSE_ADDRESS, false));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void membersOfAGroupHearWhatIsSentToIt(Transport transport) throws Exception {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        InetAddress group = InetAddress.getByName("239.255.77.1");
        DatagramEndpoint member = bound("udp://0.0.0.0:0");
        member.join(group, loopback);
        DatagramEndpoint sender = closing(streams.datagrams(URL))
                .set(StreamOptions.MULTICAST_INTERFACE, loopback)
                .set(StreamOptions.MULTICAST_TTL, 0);
        sender.bind();
        SocketAddress to = new InetSocketAddress(group, ((InetSocketAddress) member.localAddress()).getPort());
        ok(send(sender, bytes("all of you"), to));
        assertArrayEquals(bytes("all of you"), received(receiving(member)));
        member.leave(group, loopback);
        member.join(group, null);
        member.leave(group, null);
        AioException e = assertThrows(AioException.class, () -> member.leave(group, loopback));
        assertEquals(AioError.ENOENT, e.error());
        e = assertThrows(AioException.class, () -> member.join(InetAddress.getByName("127.0.0.1"), loopback));
        assertEquals(AioError.EADDRINVAL, e.error());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void optionsAreThoseOfDatagrams(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        bound("udp://*:0").set(StreamOptions.MULTICAST_TTL, 0);
        DatagramEndpoint endpoint = bound(URL);
        endpoint.set(StreamOptions.MULTICAST_TTL, 5);
        endpoint.set(StreamOptions.BROADCAST, true);
        endpoint.set(StreamOptions.KERNEL_RECEIVE_BUFFER, 8192).set(StreamOptions.READ_AHEAD, 100);
        assertEquals(5, endpoint.get(StreamOptions.MULTICAST_TTL));
        AioException e = assertThrows(AioException.class, () -> endpoint.set(StreamOptions.TCP_NODELAY, true));
        assertEquals(AioError.ENOTSUP, e.error());
        assertThrows(IllegalArgumentException.class, () -> endpoint.set(StreamOptions.MULTICAST_TTL, 256));
    }

    @Test
    void receivesAreServedInOrderAndACancelledOneTakesNothing() {
        DatagramEndpoint one = bound(URL);
        DatagramEndpoint other = bound(URL);
        Aio first = receiving(other);
        Aio second = receiving(other);
        Aio third = receiving(other);
        second.cancel();
        fails(AioError.ECANCELED, second);
        ok(send(one, bytes("a"), other.localAddress()));
        ok(send(one, bytes("b"), other.localAddress()));
        assertArrayEquals(bytes("a"), received(first));
        assertArrayEquals(bytes("b"), received(third));
        Aio late = aio();
        late.setTimeout(Duration.ofMillis(20));
        other.receive(late);
        fails(AioError.ETIMEDOUT, late);
        ok(send(one, bytes("c"), other.localAddress()));
        assertArrayEquals(bytes("c"), received(receiving(other)));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void stoppingEndsWhatIsInProgressAndFreesTheAddress(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        DatagramEndpoint endpoint = bound(URL);
        SocketAddress address = endpoint.localAddress();
        Aio receive = receiving(endpoint);
        endpoint.stop();
        fails(AioError.ECLOSED, receive);
        fails(AioError.ECLOSED, receiving(endpoint));
        fails(AioError.ECLOSED, send(endpoint, bytes("x"), address));
        DatagramEndpoint next =
                closing(streams.datagrams("udp://127.0.0.1:" + ((InetSocketAddress) address).getPort()));
        eventually(
                () -> { // the kernel may hold a read on the old socket for a moment
                    try {
                        next.bind();
                    } catch (AioException e) {
                        assertEquals(AioError.EADDRINUSE, e.error());
                    }
                    return next.localAddress() != null;
                });
    }

    @Test
    void whatComesFromManySendersWhileSocketsAreClosedEndsOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            DatagramEndpoint one = bound(URL);
            DatagramEndpoint other = bound(URL);
            Aio[] receives = new Aio[8];
            Aio[] sends = new Aio[8];
            for (int i = 0; i < receives.length; i++) {
                receives[i] = receiving(other);
                sends[i] = send(one, new byte[100], other.localAddress());
            }
            other.close();
            one.close();
            for (int i = 0; i < receives.length; i++) {
                ended(receives[i]);
                ended(sends[i]);
            }
        }
        eventually(() -> control.snapshot().streams() == 0);
    }

    @Test
    void nobodyListensForDatagrams() {
        AioException e = assertThrows(AioException.class, () -> streams.listener(URL));
        assertEquals(AioError.ENOTSUP, e.error());
        assertTrue(e.getMessage().contains("datagrams"), e::getMessage);
        e = assertThrows(AioException.class, () -> streams.datagrams("tcp://127.0.0.1:0"));
        assertEquals(AioError.ENOTSUP, e.error());
    }
}
