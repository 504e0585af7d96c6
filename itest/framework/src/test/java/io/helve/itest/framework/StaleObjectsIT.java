package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.aio.AioFactory;
import io.helve.itest.tenant.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * Objects that are used although their bundle, or the bundle to which they belong, has stopped: files, streams and
 * sockets answer {@code ECLOSED}, the factory of handles {@code ESTOPPED}, whichever method is called. Methods that
 * return futures need a handle, and answer {@code ESTOPPED} when handles have stopped.
 */
public class StaleObjectsIT extends SocketsTest {
    private Bundle bundle;
    private Path path;
    private StaleObjects stale;

    @Before
    public void makeObjects() throws Exception {
        sockets();
        bundle = Tenants.start(context, "keeping");
        path = Files.createTempFile("stale", "");
        Tenant tenant = Tenants.tenant(bundle);
        stale = new StaleObjects(tenant, path);
    }

    @After
    public void startAllAgain() throws Exception {
        bundleNamed("io.helve.impl").start();
        net().start();
        sp().start();
        stale.close();
        bundle.uninstall();
        Files.delete(path);
    }

    @Test
    public void afterItsTenantHasStopped() throws Exception {
        AioFactory live = factory();
        bundle.stop();
        assertAnswers("ESTOPPED", stale.askHandles());
        assertAnswers("ECLOSED", stale.askFiles(live));
        assertAnswers("ECLOSED", stale.askStreams(live));
        assertAnswers("ECLOSED", stale.askSockets(live));
        assertAnswers("ESTOPPED", stale.askSocketsForFutures());
    }

    @Test
    public void afterStreamsHaveStopped() throws Exception {
        AioFactory live = factory();
        net().stop();
        assertAnswers("ECLOSED", stale.askStreams(live));
    }

    @Test
    public void afterSocketsHaveStopped() throws Exception {
        AioFactory live = factory();
        sp().stop();
        assertAnswers("ECLOSED", stale.askSockets(live));
        assertAnswers("ECLOSED", stale.askSocketsForFutures());
    }

    /** Streams live on, without handles at present. */
    @Test
    public void afterHandlesHaveStopped() throws Exception {
        bundleNamed("io.helve.impl").stop();
        assertAnswers("ESTOPPED", stale.askHandles());
        assertAnswers("ECLOSED", stale.askFiles(null));
        assertAnswers("ECLOSED", stale.askSockets(null));
        assertAnswers("ESTOPPED", stale.askSocketsForFutures());
    }

    private static void assertAnswers(String expected, Map<String, String> answers) {
        Map<String, String> others = new TreeMap<>(answers);
        others.values().removeIf(expected::equals);
        assertEquals("other answers than " + expected, Map.of(), others);
    }
}
