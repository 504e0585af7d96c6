package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.itest.memory.MemoryTransport;
import io.helve.itest.tenant.Tenant;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.provider.SpTransport;
import java.util.Hashtable;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Transports of other bundles come and go while sockets are in use. */
public class SocketTransportsIT extends SocketsTest {
    private static final String URL = "memory://itest";

    private Bundle memory;
    private Bundle redBundle;
    private Bundle blueBundle;
    private Tenant red;
    private Tenant blue;

    @Before
    public void startTwoTenantsAndATransport() throws Exception {
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        red = Tenants.tenant(redBundle);
        blue = Tenants.tenant(blueBundle);
        memory = Tenants.startMemory(context);
        awaitTransport();
    }

    private void awaitTransport() {
        eventually("the transport").until(() -> sockets().schemes().contains("memory"));
    }

    @After
    public void uninstallThem() throws Exception {
        memory.uninstall();
        redBundle.uninstall();
        blueBundle.uninstall();
    }

    @Test
    public void messagesGoOverTheTransportOfAnotherBundle() throws Exception {
        try (Dialogue dialogue = dialogue(red, blue, "memory")) {
            dialogue.goesOn(1_000);
            dialogue.endsInOrder();
        }
    }

    @Test
    public void aTransportThatGoesTakesItsPipesAndEndpointsWithIt() throws Exception {
        SpSocket rep = limited(red.sockets().open(SpProtocol.REP));
        SpSocket req = limited(blue.sockets().open(SpProtocol.REQ));
        Queue<SpPipe> removed = new ConcurrentLinkedQueue<>();
        rep.onPipe(SpPipeEvent.AFTER_REMOVE, removed::add);
        SpListener listener = rep.listen(URL);
        SpDialer dialer = req.dial(URL);
        try (Aio receive = factory().alloc()) {
            rep.receive(receive);

            memory.stop();

            assertFalse(sockets().schemes().contains("memory"));
            eventually("its pipes are gone").until(() -> pipes(rep) + pipes(req) == 0 && removed.size() == 1);
            assertFails(AioError.ECLOSED, dialer::startInBackground);
            assertFails(AioError.ECLOSED, listener::start);
            assertFails(AioError.ENOTSUP, () -> req.dial(URL));
            assertTrue("the sockets stay, and so do their operations", receive.isBusy());

            req.dial(rep.listen("tcp://127.0.0.1:0").dialUrl().toString());
            req.send(blue.sockets().messages().of("by another way"));
            assertTrue(receive.await(SOON));
            assertEquals("by another way", text(receive.check().getMessage()));
        }
        memory.start();
        awaitTransport();
        rep.listen(URL);
        req.dial(URL);
        eventually("two pipes").until(() -> pipes(req) == 2);
        rep.close();
        req.close();
    }

    @Test
    public void aTransportComesAndGoesUnderTraffic() throws Exception {
        try (Dialogue ofOurs = dialogue(red, blue, "inproc")) {
            for (int round = 0; round < 10; round++) {
                awaitTransport();
                try (Dialogue ofAnother = dialogue(red, blue, "memory")) {
                    ofAnother.goesOn(100);

                    memory.stop();

                    eventually("its pipes are gone")
                            .until(() -> pipes(ofAnother.asks()) + pipes(ofAnother.answers()) == 0);
                    ofAnother.violations().assertNone();
                }
                ofOurs.goesOn(100);
                memory.start();
            }
            ofOurs.endsInOrder();
        }
    }

    @Test
    public void aTransportOfOursIsBackWhenTheOneThatTookItsPlaceHasGone() throws Exception {
        try (Dialogue before = dialogue(red, blue, "inproc")) {
            before.goesOn(100);
            var registration =
                    context.registerService(SpTransport.class, new MemoryTransport("inproc"), properties("inproc", 0));
            SpSocket pull = limited(red.sockets().open(SpProtocol.PULL));
            assertFails(AioError.EADDRINUSE, () -> pull.listen("inproc://itest")); // ours was there earlier
            registration.setProperties(properties("inproc", 1));
            pull.listen("inproc://itest"); // the name is free with the other one
            assertEquals("what is connected stays", 1, pipes(before.asks()));
            before.goesOn(100);

            registration.unregister();

            before.goesOn(100);
            assertTrue(sockets().schemes().contains("inproc"));
            assertFails(AioError.EADDRINUSE, () -> pull.listen("inproc://itest"));
            before.endsInOrder();
            pull.close();
        }
    }

    private static Hashtable<String, Object> properties(String scheme, int ranking) {
        return new Hashtable<>(Map.of(SpTransport.SCHEME, scheme, Constants.SERVICE_RANKING, ranking));
    }

    @Test
    public void theSchemesAreWhatThePropertySaysAtTheMoment() {
        Set<String> before = Set.copyOf(sockets().schemes());
        var registration = context.registerService(SpTransport.class, new MemoryTransport("asked"), null);
        assertTrue("without the property it is asked", sockets().schemes().contains("asked"));

        registration.setProperties(new Hashtable<>(Map.of(SpTransport.SCHEME, new String[] {"first", "second"})));
        assertTrue(sockets().schemes().containsAll(Set.of("first", "second")));
        assertFalse(sockets().schemes().contains("asked"));

        registration.unregister();
        assertEquals(before, sockets().schemes());
    }

    @Test
    public void theClassesOfATransportThatHasGoneAreLetGo() throws Exception {
        SpSocket rep = red.sockets().open(SpProtocol.REP);
        SpSocket req = blue.sockets().open(SpProtocol.REQ);
        rep.listen(URL);
        req.dial(URL);
        req.send(blue.sockets().messages().of("hello"));
        rep.receive();
        ClassLoaders loaders = new ClassLoaders();
        loaders.note(memory);
        refresh(memory);
        loaders.awaitCollected();
        rep.close();
        req.close();
    }

    private static void assertFails(AioError error, ThrowingRunnable call) {
        assertEquals(error, assertThrows(AioException.class, call).error());
    }
}
