package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** What sockets need, they take from the bundle that uses them: its handles, and its callbacks are run for it. */
public class SocketOwnersIT extends SocketsTest {
    private static final String URL = "inproc://owners";

    private Bundle redBundle;
    private Bundle blueBundle;

    @Before
    public void startTwoTenants() throws Exception {
        sockets();
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
    }

    @After
    public void uninstallThem() throws Exception {
        redBundle.uninstall();
        blueBundle.uninstall();
    }

    private static SpSockets socketsOf(Bundle bundle) {
        return bundle.getBundleContext().getService(bundle.getBundleContext().getServiceReference(SpSockets.class));
    }

    private Optional<AioCounters> counters(Bundle bundle) {
        String name = bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
        return service(AioStatistics.class).snapshot().tenants().stream()
                .filter(client -> client.name().equals(name))
                .map(AioSnapshot.Tenant::counters)
                .findFirst();
    }

    private int open(Bundle bundle) {
        return counters(bundle).map(AioCounters::open).orElse(0L).intValue();
    }

    @Test
    public void callbacksForPipesRunForTheBundleThatUsesTheSockets() throws Exception {
        SpSocket pull = socketsOf(redBundle).open(SpProtocol.PULL);
        SpSocket push = socketsOf(blueBundle).open(SpProtocol.PUSH);
        for (SpPipeEvent event : SpPipeEvent.values()) {
            CompletableFuture<ClassLoader> ofRed = new CompletableFuture<>();
            CompletableFuture<ClassLoader> ofBlue = new CompletableFuture<>();
            pull.onPipe(event, pipe -> ofRed.complete(Thread.currentThread().getContextClassLoader()));
            push.onPipe(event, pipe -> ofBlue.complete(Thread.currentThread().getContextClassLoader()));
            var listener = pull.listen(URL);
            var dialer = push.dial(URL);
            // a pipe that ends before its other end was added has no events there
            eventually("the pipe at both ends").until(() -> pipes(push) == 1 && pipes(pull) == 1);
            dialer.close();
            listener.close();
            assertSame(loader(redBundle), ofRed.get(60, TimeUnit.SECONDS));
            assertSame(loader(blueBundle), ofBlue.get(60, TimeUnit.SECONDS));
            eventually("no pipe left").until(() -> pipes(push) + pipes(pull) == 0);
        }
    }

    private static ClassLoader loader(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    @Test
    public void theHandlesOfSocketsCountForTheBundleThatUsesThem() throws Exception {
        SpSocket pull = socketsOf(redBundle).open(SpProtocol.PULL);
        int before = open(redBundle);
        pull.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {});
        assertEquals("one for the callbacks", before + 1, open(redBundle));
        var listener = pull.listen("tcp://127.0.0.1:0");
        int listening = open(redBundle);
        assertTrue(listening > before + 1);
        assertEquals("none so far", 0, open(blueBundle));

        SpSocket push = socketsOf(blueBundle).open(SpProtocol.PUSH);
        push.dial(listener.dialUrl().toString());
        eventually("those of the pipe").until(() -> open(redBundle) > listening);
        assertTrue(open(blueBundle) > 0);
        assertEquals("none for itself", 0, open(sp()));

        push.close();
        pull.close();
        eventually("all given back").until(() -> open(redBundle) + open(blueBundle) == 0);
    }

    @Test
    public void aBundleThatHasUsedUpItsHandlesHarmsNoOther() throws Exception {
        SpSocket red = socketsOf(redBundle).open(SpProtocol.PULL);
        SpSocket blue = socketsOf(blueBundle).open(SpProtocol.PULL);
        Configured pool = new Configured(service(ConfigurationAdmin.class), "io.helve.aio");
        try {
            pool.update(Map.of("handles.max", 12));
            eventually("in force")
                    .until(() ->
                            service(AioStatistics.class).snapshot().config().handlesMax() == 12);
            AioException refused = assertThrows(AioException.class, () -> {
                for (int i = 0; i < 12; i++) {
                    red.listener("inproc://red" + i);
                }
            });
            assertEquals(AioError.ENOMEM, refused.error());
            blue.listen("inproc://blue");
        } finally {
            pool.delete();
        }
    }

    @Test
    public void whatIsHeldForABundleIsLetGoWithItsSockets() throws Exception {
        ServiceReference<SpSockets> reference = redBundle.getBundleContext().getServiceReference(SpSockets.class);
        redBundle.getBundleContext().getService(reference).open(SpProtocol.REP).listen(URL);
        assertTrue(counters(redBundle).isPresent());
        redBundle.getBundleContext().ungetService(reference);
        eventually("no factory of its own").until(() -> counters(redBundle).isEmpty());

        socketsOf(redBundle).open(SpProtocol.REP).listen(URL);
        redBundle.stop();
        eventually("no factory of its own").until(() -> counters(redBundle).isEmpty());
        redBundle.start();
    }

    @Test
    public void socketsGoWithTheServiceThatMakesHandlesAndComeBackWithIt() throws Exception {
        SpSocket pull = socketsOf(redBundle).open(SpProtocol.PULL);
        pull.listen(URL);
        Bundle impl = bundleNamed("io.helve.impl");
        Aio receive = factory().alloc();
        pull.receive(receive);

        impl.stop();

        assertTrue(references(SpSockets.class).isEmpty());
        assertTrue(Set.of(AioError.ECLOSED, AioError.ESTOPPED).contains(receive.result()));
        assertEquals(
                AioError.ECLOSED,
                assertThrows(AioException.class, () -> pull.listen(URL)).error());

        impl.start();
        sockets();
        SpSocket again = limited(socketsOf(redBundle).open(SpProtocol.PULL));
        SpSocket push = limited(socketsOf(blueBundle).open(SpProtocol.PUSH));
        push.dial(again.listen("tcp://127.0.0.1:0").dialUrl().toString());
        push.send(socketsOf(blueBundle).messages().of("again"));
        assertEquals("again", text(again.receive()));
    }
}
