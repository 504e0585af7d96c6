package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.itest.tenant.Tenant;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * Bundles stop and start in the middle of messages: those that own sockets, the sockets' own, and the one of byte
 * streams.
 */
public class SocketsRestartIT extends SocketsTest {
    private static final List<String> SCHEMES = List.of("inproc", "ipc", "tcp", "ws");

    /** Of {@link Tenant#leaveSocketsOpen}. */
    private static final int PENDING = 6;

    private final ClassLoaders loaders = new ClassLoaders();
    private Bundle redBundle;
    private Bundle blueBundle;
    private Tenant red;
    private Tenant blue;

    @Before
    public void startTwoTenants() throws Exception {
        sockets();
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
    public void whatABundleLeavesOpenIsClosedWhenItStops() throws Exception {
        for (String scheme : SCHEMES) {
            red.leaveSocketsOpen(address(scheme));
            redBundle.stop();
            // its handles end with their sockets, or with their factory, whichever the framework takes first
            eventually("each operation ended").until(() -> red.endings().size() == PENDING);
            assertTrue(
                    red.endings().toString(),
                    Set.of(AioError.ECLOSED, AioError.ESTOPPED).containsAll(red.endings()));
            eventually("no socket open")
                    .until(() ->
                            service(SpStatistics.class).snapshot().children().isEmpty());
            eventually("no stream open")
                    .until(() -> snapshot().streams() == 0 && snapshot().listeners() == 0);
            redBundle.start();
            red = Tenants.tenant(redBundle);
        }
    }

    @Test
    public void operationsOnTheSocketsOfABundleEndWithEclosedAndSoDoLaterOnes() throws Exception {
        for (String scheme : SCHEMES) {
            SpSocket pull = red.sockets().open(SpProtocol.PULL);
            SpSocket push = blue.sockets().open(SpProtocol.PUSH);
            push.dial(pull.listen(address(scheme)).dialUrl().toString());
            try (Aio aio = factory().alloc()) {
                pull.receive(aio);
                CompletableFuture<AioException> blocked = CompletableFuture.supplyAsync(() -> assertThrows(
                        AioException.class,
                        () -> red.sockets().open(SpProtocol.PAIR1).receive()));
                eventually("it is open").until(() -> openSockets() == 3);

                redBundle.stop();

                assertTrue(aio.await(SOON));
                assertEquals(AioError.ECLOSED, aio.result());
                assertEquals(AioError.ECLOSED, blocked.get(60, TimeUnit.SECONDS).error());
                pull.receive(aio);
                assertTrue(aio.await(SOON));
                assertEquals(AioError.ECLOSED, aio.result());
            }
            eventually("the peer sees it").until(() -> pipes(push) == 0);
            push.close();
            redBundle.start();
            red = Tenants.tenant(redBundle);
        }
    }

    @Test
    public void socketsRestartedUnderTrafficEndEachOperationOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (Dialogue inside = dialogue(red, blue, "inproc");
                    Dialogue outside = dialogue(red, blue, SCHEMES.get(1 + round % 3))) {
                inside.goesOn(100);
                outside.goesOn(100);
                inside.violations().mayEnd(AioError.ECLOSED);
                outside.violations().mayEnd(AioError.ECLOSED);

                sp().stop();

                eventually("each operation ended").until(() -> inside.isQuiet() && outside.isQuiet());
                inside.violations().assertNone();
                outside.violations().assertNone();
                assertTrue(references(SpSockets.class).isEmpty());
                eventually("no stream open")
                        .until(() -> snapshot().streams() == 0 && snapshot().listeners() == 0);
            }
            sp().start();
        }
    }

    @Test
    public void dialersReconnectAndListenersBindAgainWhenStreamsComeBack() throws Exception {
        try (Dialogue inproc = dialogue(red, blue, "inproc");
                Dialogue ipc = dialogue(red, blue, "ipc");
                Dialogue tcp = dialogue(red, blue, "tcp");
                Dialogue ws = dialogue(red, blue, "ws")) {
            List<Dialogue> all = List.of(inproc, ipc, tcp, ws);
            for (int round = 0; round < 3; round++) {
                all.forEach(dialogue -> dialogue.goesOn(100));

                net().stop();

                eventually("their pipes are gone")
                        .until(() -> pipes(ipc.asks()) + pipes(tcp.asks()) + pipes(ws.asks()) == 0);
                inproc.goesOn(100);
                net().start();
                awaitScheme("tcp");
            }
            all.forEach(dialogue -> dialogue.goesOn(100));
            all.forEach(Dialogue::endsInOrder);
        }
    }

    @Test
    public void noClassLoaderIsLeftByRestartsUpdatesAndRefreshes() throws Exception {
        useSockets("ws"); // Netty's HTTP decoder holds on to the first who used it, see StreamRestartIT
        refresh(net());
        for (int round = 0; round < 12; round++) {
            useSockets(SCHEMES.get(round % 3));
            switch (round % 3) {
                case 0 -> {
                    loaders.note(redBundle);
                    refresh(redBundle);
                    red = Tenants.tenant(redBundle);
                }
                case 1 -> updateAndRefresh(sp());
                default -> updateAndRefresh(net());
            }
        }
        useSockets("tcp"); // so that the tenants do not remember the last ones
        redBundle.stop();
        loaders.awaitCollected();
        redBundle.start();
    }

    private void useSockets(String scheme) throws Exception {
        try (Dialogue dialogue = dialogue(red, blue, scheme)) {
            dialogue.goesOn(100);
            dialogue.endsInOrder();
        }
        red.leaveSocketsOpen(address(scheme));
    }

    private void updateAndRefresh(Bundle bundle) throws Exception {
        loaders.note(bundle);
        bundle.update();
        refresh(bundle);
        sockets();
    }

    private long openSockets() {
        return service(SpStatistics.class).snapshot().children().stream()
                .filter(node -> node.name().equals("socket"))
                .count();
    }
}
