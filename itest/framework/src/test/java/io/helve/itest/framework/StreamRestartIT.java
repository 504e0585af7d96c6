package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.itest.tenant.Tenant;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Stopping and starting the event loops in the middle of traffic leaves nothing behind. */
public class StreamRestartIT extends StreamsTest {
    /** Each takes a second, in which Netty's global thread ends. */
    private static final int ROUNDS = Integer.getInteger("itest.restarts", 12);

    private final ClassLoaders loaders = new ClassLoaders();
    private Bundle tenantBundle;
    private Tenant tenant;

    @Before
    public void startATenant() throws Exception {
        awaitScheme("tcp");
        tenantBundle = Tenants.start(context, "tenant");
        tenant = Tenants.tenant(tenantBundle);
    }

    @After
    public void uninstallIt() throws Exception {
        tenantBundle.uninstall();
    }

    @Test
    public void fiftyStopsUnderTrafficLeaveNoThreadAndNoDescriptor() throws Exception {
        stopUnderTraffic("wss"); // objects that exist once for the whole process are created now
        long descriptors = descriptors();
        for (int round = 0; round < ROUNDS; round++) {
            net().start();
            stopUnderTraffic(round % 10 == 9 ? "wss" : "ipc");
        }
        eventually("no more descriptors than before").until(() -> descriptors() <= descriptors);
    }

    private void stopUnderTraffic(String besideTcp) throws Exception {
        AioFactory factory = factory();
        awaitScheme("tcp");
        Endpoints endpoints = new Endpoints(tenant.streams());
        try (Traffic tcp = new Traffic(factory, endpoints, "tcp", 2);
                Traffic other = new Traffic(factory, endpoints, besideTcp, 2)) {
            for (Traffic traffic : List.of(tcp, other)) {
                traffic.goesOn(5_000);
                // an end that is closed a moment later may see that its peer has gone
                traffic.violations().mayEnd(AioError.ECLOSED, AioError.ECONNRESET, AioError.ECONNSHUT);
            }

            net().stop();

            assertNoThreadOfNet();
            for (Traffic traffic : List.of(tcp, other)) {
                eventually("each operation ended").until(traffic::isQuiet);
                traffic.violations().assertNone();
            }
        }
    }

    /** Event loops and sockets; files come and go with class loaders. */
    private static long descriptors() throws IOException {
        long found = 0;
        Path own = Path.of("/proc/self/fd");
        if (Files.isDirectory(own)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(own)) {
                for (Path each : all) {
                    String target = targetOf(each);
                    if (target.startsWith("socket:")
                            || target.startsWith("anon_inode:")
                            || target.startsWith("pipe:")) {
                        found++;
                    }
                }
            }
        }
        return found;
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // the one of the listing itself
        }
    }

    @Test
    public void whatIsInProgressEndsWithEclosedAndSoDoesWhatIsStartedLater() throws Exception {
        AioFactory factory = factory();
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamDialer dialer = tenant.streams().dialer("tcp://127.0.0.1:" + peer.getLocalPort());
                Aio dial = factory.alloc();
                Aio receive = factory.alloc();
                Aio late = factory.alloc()) {
            dialer.dial(dial);
            try (Socket accepted = peer.accept()) {
                assertTrue(accepted.isConnected());
                assertTrue(dial.await(Duration.ofSeconds(60)));
                Stream stream = (Stream) dial.check().getOutput(0);
                receive.setIov(ByteBuffer.allocate(1));
                stream.receive(receive);

                net().stop();

                assertTrue(receive.await(Duration.ofSeconds(60)));
                assertEquals(AioError.ECLOSED, receive.result());
                late.setIov(ByteBuffer.allocate(1));
                for (var operation :
                        List.<Consumer<Aio>>of(stream::receive, stream::send, stream::shutdown, dialer::dial)) {
                    operation.accept(late);
                    assertTrue(late.toString(), late.await(Duration.ofSeconds(60)));
                    assertEquals(AioError.ECLOSED, late.result());
                }
                stream.close();
            }
        }
    }

    @Test
    public void noClassLoaderIsLeftByRestartsUpdatesAndRefreshes() throws Exception {
        // Netty's HTTP decoder has an exception in a static field, whose back trace holds on to the first who used it,
        // and to no other
        useStreams("wss");
        refresh(net());
        for (int round = 0; round < 15; round++) {
            useStreams(List.of("tcp", "wss", "tls+tcp").get(round % 3));
            loaders.note(round % 5 == 0 ? tenantBundle : net());
            if (round % 5 == 0) {
                refresh(tenantBundle);
                tenant = Tenants.tenant(tenantBundle);
            } else {
                net().update();
                refresh(net());
            }
        }
        useStreams("tcp"); // so that the tenant does not remember the last one
        // The JDK remembers the last record class that was compared, and no other: this makes it one of the test's.
        assertNotEquals(new Compared("one"), new Compared("other"));
        loaders.awaitCollected();
    }

    private record Compared(Object value) {}

    private void useStreams(String scheme) throws Exception {
        awaitScheme(scheme);
        try (Traffic traffic = new Traffic(factory(), new Endpoints(tenant.streams()), scheme, 2)) {
            traffic.goesOn(5_000);
            traffic.endsWithoutLoss();
        }
        // and one that the tenant leaves open
        tenant.streams().listener("tcp://127.0.0.1:0").listen();
    }
}
