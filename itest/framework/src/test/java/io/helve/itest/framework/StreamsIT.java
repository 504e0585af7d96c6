package io.helve.itest.framework;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.itest.tenant.Tenant;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamStatistics;
import io.helve.stream.provider.StreamProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Byte streams as services, without native I/O backends: every scheme, and a factory for each bundle. */
public class StreamsIT extends StreamsTest {
    private Bundle redBundle;
    private Bundle blueBundle;
    private Tenant red;
    private Tenant blue;

    @Before
    public void startTwoTenants() throws Exception {
        awaitScheme("tcp");
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        red = Tenants.tenant(redBundle);
        blue = Tenants.tenant(blueBundle);
    }

    @After
    public void uninstallThem() throws Exception {
        redBundle.uninstall();
        blueBundle.uninstall();
    }

    @Test
    public void theServicesArePublishedOnceWithTheirScopes() {
        for (Class<?> type : List.of(StreamFactory.class, StreamProvider.class, StreamStatistics.class)) {
            assertEquals(type.getName(), 1, references(type).size());
            assertSame(net(), references(type).get(0).getBundle());
        }
        assertEquals(
                Constants.SCOPE_BUNDLE, references(StreamFactory.class).get(0).getProperty(Constants.SERVICE_SCOPE));
    }

    @Test
    public void theProviderListsItsSchemes() {
        Object property = references(StreamProvider.class).get(0).getProperty(StreamProvider.SCHEME);
        assertArrayEquals(streams().schemes().toArray(), (Object[]) property);
        assertTrue(streams()
                .schemes()
                .containsAll(Set.of(
                        "tcp",
                        "tcp4",
                        "tcp6",
                        "tls+tcp",
                        "tls+tcp4",
                        "tls+tcp6",
                        "ipc",
                        "unix",
                        "abstract",
                        "ws",
                        "wss",
                        "udp")));
    }

    @Test
    public void trafficOverEverySchemeOfTheJdk() throws Exception {
        Set<String> schemes = usableSchemes();
        schemes.remove("abstract"); // the JDK has no such sockets
        trafficOverAllSchemes(schemes);
        assertEquals("nio", snapshot().transport());
    }

    @Test
    public void datagramsGoBothWays() throws Exception {
        try (DatagramEndpoint here = streams().datagrams("udp://127.0.0.1:0");
                DatagramEndpoint there = streams().datagrams("udp://127.0.0.1:0");
                Aio receive = factory().alloc();
                Aio send = factory().alloc()) {
            here.bind();
            there.bind();
            send.setInput(0, there.localAddress());
            receive.setTimeout(Duration.ofMillis(200));
            ByteBuffer into = ByteBuffer.allocate(10);
            eventually("one that was not lost").until(() -> {
                send.setIov(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                here.send(send);
                receive.setIov(into.clear());
                there.receive(receive);
                send.await();
                receive.await();
                return receive.result() == AioError.OK;
            });
            assertEquals(3, receive.count());
            assertEquals(here.localAddress(), receive.getOutput(0));
        }
    }

    @Test
    public void whatTheTransportCannotDoIsSaidWithItsName() {
        try (StreamListener listener = streams().listener("abstract://helve-test")) {
            AioException refused = assertThrows(AioException.class, listener::listen);
            assertEquals(AioError.ENOTSUP, refused.error());
            assertTrue(refused.getMessage(), refused.getMessage().contains("abstract://helve-test"));
        }
    }

    @Test
    public void aSchemeThatNobodyProvidesIsRefusedWithTheOnesThereAre() {
        AioException refused = assertThrows(AioException.class, () -> streams().dialer("gopher://127.0.0.1:70"));
        assertEquals(AioError.ENOTSUP, refused.error());
        assertTrue(refused.getMessage(), refused.getMessage().contains("ipc, tcp, "));
    }

    @Test
    public void theTransportIsLoggedOnce() throws Exception {
        net().stop();
        try (LogCapture log = new LogCapture()) {
            net().start();
            awaitScheme("tcp");
            try (Traffic traffic = traffic("tcp", 1)) {
                traffic.goesOn(1);
                traffic.endsWithoutLoss();
            }
            List<String> said = log.infos().stream()
                    .filter(text -> text.startsWith("Byte streams are carried by"))
                    .toList();
            assertEquals(List.of("Byte streams are carried by nio"), said);
        }
    }

    @Test
    public void eachBundleHasAFactoryOfItsOwn() {
        assertNotSame(red.streams(), blue.streams());
        assertSame("and always the same", red.streams(), red.streams());
        assertTrue(red.streams().toString(), red.streams().toString().contains("tenant.red"));
    }

    @Test
    public void whatABundleLeavesOpenIsClosedWhenItStopsAndTheOthersGoOn() throws Exception {
        try (Traffic ofRed = new Traffic(factory(), new Endpoints(red.streams()), "tcp", 3);
                Traffic ofBlue = new Traffic(factory(), new Endpoints(blue.streams()), "tcp", 3);
                StreamListener listener = red.streams().listener("tcp://127.0.0.1:0")) {
            ofRed.goesOn(10_000);
            ofBlue.goesOn(10_000);
            listener.listen();
            List<Aio> accepts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Aio aio = factory().alloc();
                accepts.add(aio);
                listener.accept(aio);
            }
            // the end that is closed a moment later may see that its peer has gone
            ofRed.violations().mayEnd(AioError.ECLOSED, AioError.ECONNRESET, AioError.ECONNSHUT);

            redBundle.stop();

            for (Aio aio : accepts) {
                assertTrue(aio.await(Duration.ofSeconds(60)));
                assertEquals(AioError.ECLOSED, aio.result());
                aio.close();
            }
            eventually("its traffic ended").until(ofRed::isQuiet);
            ofRed.violations().assertNone();
            ofBlue.goesOn(100_000);
            ofBlue.endsWithoutLoss();
        }
        eventually("only what blue had was there").until(() -> snapshot().listeners() == 0);
    }

    @Test
    public void aFactoryThatABundleHasLetGoMakesNothingMore() {
        StreamFactory stale = red.streams();
        red.letGo();
        AioException refused = assertThrows(AioException.class, () -> stale.dialer("tcp://127.0.0.1:1"));
        assertEquals(AioError.ECLOSED, refused.error());
        red.streams().dialer("tcp://127.0.0.1:1").close();
    }
}
