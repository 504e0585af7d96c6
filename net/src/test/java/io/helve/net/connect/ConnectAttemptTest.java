package io.helve.net.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.net.StreamTest;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.Scheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a dialer tries the addresses of a name. */
class ConnectAttemptTest extends StreamTest {
    private final StreamUrl url = StreamUrl.parse("tcp://a.name.example:1");
    private Network network;
    private StreamTenant tenant;

    @BeforeEach
    void open() {
        network = new Network(StreamConfig.DEFAULTS);
        tenant = new StreamTenant("test", network);
    }

    @AfterEach
    void close() {
        tenant.close();
        network.close();
    }

    /** A name whose addresses are given. */
    private ChannelDialer dialer(SocketAddress... addresses) {
        return tenant.own(new ChannelDialer(url, named(() -> List.of(addresses)), tenant));
    }

    private interface Resolver {
        List<SocketAddress> get() throws UnknownHostException;
    }

    private static Scheme named(Resolver addresses) {
        TcpScheme tcp = new TcpScheme();
        return (Scheme) Proxy.newProxyInstance(
                ConnectAttemptTest.class.getClassLoader(),
                new Class<?>[] {Scheme.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("resolve") ? addresses.get() : method.invoke(tcp, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static ServerSocket living() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static SocketAddress refusing() throws IOException {
        try (ServerSocket gone = living()) {
            return gone.getLocalSocketAddress();
        }
    }

    private SocketAddress reached(ChannelDialer dialer) {
        Aio dial = aio();
        dial.setTimeout(SOON);
        dialer.dial(dial);
        try (Stream stream = (Stream) ok(dial).getOutput(0)) {
            return stream.get(StreamProperty.REMOTE_ADDRESS);
        }
    }

    @Test
    void anAddressThatDropsPacketsDelaysTheDialByAQuarterOfASecond() throws Exception {
        try (BlackHole hole = new BlackHole();
                BlackHole another = new BlackHole();
                ServerSocket living = living()) {
            long began = System.nanoTime();
            assertEquals(
                    living.getLocalSocketAddress(),
                    reached(dialer(hole.address(), another.address(), living.getLocalSocketAddress())));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(took.compareTo(Duration.ofMillis(450)) > 0, took::toString);
            eventually(() -> network.snapshot().streams() == 0); // the attempts that lost are closed
        }
    }

    /** A scheme one of whose methods finds no memory, or no thread. */
    private static Scheme failing(String name) {
        Scheme tcp = named(() -> List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
        return (Scheme) Proxy.newProxyInstance(
                ConnectAttemptTest.class.getClassLoader(),
                new Class<?>[] {Scheme.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        throw new OutOfMemoryError("test");
                    }
                    return method.invoke(tcp, arguments);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks", "resolve", "connect"})
    void aDialEndsIfThereIsNoMemoryOrThreadForIt(String where) {
        ChannelDialer dialer = tenant.own(new ChannelDialer(url, failing(where), tenant));
        for (int i = 0; i < 2; i++) { // the first must not keep the second from looking
            Aio dial = aio();
            dialer.dial(dial);
            fails(AioError.ENOMEM, dial);
        }
    }

    @Test
    void anAddressThatRefusesIsFollowedAtOnceByTheNext() throws Exception {
        try (BlackHole hole = new BlackHole();
                ServerSocket living = living()) {
            ChannelDialer dialer = dialer(refusing(), refusing(), living.getLocalSocketAddress(), hole.address());
            assertEquals(living.getLocalSocketAddress(), reached(dialer));
        }
    }

    @Test
    void aFirstAddressThatAnswersLateWinsAgainstOneThatRefuses() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            ChannelDialer dialer = dialer(hole.address(), refusing());
            Aio dial = aio();
            dial.setTimeout(SOON);
            dialer.dial(dial);
            eventually(() ->
                    network.snapshot().dialFailures() == 0 && network.snapshot().streams() == 1);
            hole.makeRoom(); // Linux sends the request to connect again, after a second
            ok(dial);
            ((Stream) dial.getOutput(0)).close();
        }
    }

    @Test
    void aDialWhoseAddressesAllDropPacketsEndsAtItsTimeLimitAndLeavesNothing() throws Exception {
        try (BlackHole hole = new BlackHole();
                BlackHole another = new BlackHole()) {
            Aio dial = aio();
            dial.setTimeout(Duration.ofMillis(600));
            dialer(hole.address(), another.address()).dial(dial);
            fails(AioError.ETIMEDOUT, dial);
            eventually(() -> network.snapshot().streams() == 0);
        }
    }

    @Test
    void aDialThatNobodyAcceptsTellsTheFirstFailure() throws Exception {
        Aio dial = run(dialer(refusing(), refusing())::dial);
        fails(AioError.ECONNREFUSED, dial);
        assertEquals(1, dial.cause().getCause().getSuppressed().length);
    }

    @Test
    void dialsAtADeadNameServerEndInTimeAndKeepNoOtherNameFromBeingLookedUp() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket living = living()) {
            List<Aio> dials = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ChannelDialer dialer = tenant.own(new ChannelDialer(
                        url,
                        named(() -> {
                            asked.incrementAndGet();
                            awaitUninterruptibly(answer);
                            throw new UnknownHostException("too late");
                        }),
                        tenant));
                for (int j = 0; j < 3; j++) {
                    Aio dial = aio();
                    dial.setTimeout(Duration.ofSeconds(2)); // long enough for the look-up to begin
                    dialer.dial(dial);
                    dials.add(dial);
                }
            }
            eventually(() -> asked.get() == 20); // one look-up for each dialer
            assertEquals(living.getLocalSocketAddress(), reached(dialer(living.getLocalSocketAddress())));
            for (Aio dial : dials) {
                fails(AioError.ETIMEDOUT, dial);
            }
            assertEquals(20, asked.get());
        } finally {
            answer.countDown();
        }
    }

    @Test
    void aTenantWhoseLookUpsDoNotReturnLeavesThreadsToOthers() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ServerSocket living = living()) {
            for (int i = 0; i < 100; i++) {
                Aio dial = aio();
                tenant.own(new ChannelDialer(
                                url,
                                named(() -> {
                                    awaitUninterruptibly(answer);
                                    throw new UnknownHostException("too late");
                                }),
                                tenant))
                        .dial(dial);
            }
            StreamTenant other = new StreamTenant("other", network);
            ChannelDialer dialer = new ChannelDialer(url, named(() -> List.of(living.getLocalSocketAddress())), other);
            assertEquals(living.getLocalSocketAddress(), reached(other.own(dialer)));
            other.close();
        } finally {
            answer.countDown();
            tenant.close();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // as the system's resolver
            }
        }
    }

    /** An address that drops packets: Linux does not answer where a listener's queue is full. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> queue = new ArrayList<>();

        BlackHole() throws IOException {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                queue.add(channel);
                channel.configureBlocking(false);
                channel.connect(server.getLocalSocketAddress());
            }
        }

        SocketAddress address() {
            return server.getLocalSocketAddress();
        }

        void makeRoom() throws IOException {
            for (int i = 0; i < 3; i++) {
                server.accept().close();
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : queue) {
                channel.close();
            }
            server.close();
        }
    }
}
