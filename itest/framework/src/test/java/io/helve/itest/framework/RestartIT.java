package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.itest.tenant.Tenant;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** Stopping and starting the implementation in the middle of traffic. */
public class RestartIT extends FrameworkTest {
    private Bundle impl;
    private Bundle tenantBundle;
    private Configured configuration;
    private Tenant tenant;

    @Before
    public void startATenant() throws Exception {
        service(AioFactory.class);
        configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.aio");
        impl = bundleNamed("io.helve.impl");
        tenantBundle = Tenants.start(context, "tenant");
        tenant = Tenants.tenant(tenantBundle);
    }

    @After
    public void uninstallIt() throws Exception {
        configuration.delete();
        impl.start();
        tenantBundle.uninstall();
    }

    @Test
    public void stoppingUnderLoadEndsEachOperationOnceAndLeavesNoThread() throws Exception {
        for (int round = 0; round < 5; round++) {
            service(AioFactory.class);
            tenant.endings().clear();
            tenant.startPending(100);
            try (Load load = new Load(tenant.factory(), 100)) {
                eventually("traffic").until(() -> load.completed() > 1_000);

                load.factoryMayClose();
                impl.stop();

                assertEquals("no thread of ours outlives the bundle", List.of(), threads("helve-"));
                eventually("the pending operations ended")
                        .until(() -> tenant.endings().size() >= 100);
                assertEquals(Collections.nCopies(100, AioError.ESTOPPED), List.copyOf(tenant.endings()));
                eventually("the traffic ended").until(load::isQuiet);
                assertEquals(List.of(), List.copyOf(load.violations()));
            }
            impl.start();
            AioFactory factory = service(AioFactory.class);
            try (Aio aio = factory.alloc()) {
                factory.sleep(Duration.ofMillis(1), aio);
                assertTrue(aio.await(Duration.ofSeconds(60)));
                aio.check();
            }
        }
    }

    @Test
    public void aFactoryOfAStoppedImplementationRefusesNewHandles() throws Exception {
        AioFactory stale = tenant.factory();
        impl.stop();
        AioException refused = assertThrows(AioException.class, stale::alloc);
        assertEquals(AioError.ESTOPPED, refused.error());
    }

    @Test
    public void aCallbackThatBlocksDelaysTheStopForTheDrainTimeOnly() throws Exception {
        configuration.update(Map.of("drain.time", 200L));
        AioStatistics statistics = service(AioStatistics.class);
        eventually("in force")
                .until(() -> statistics.snapshot().config().drainTime().toMillis() == 200);
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        AioFactory factory = tenant.factory();
        Aio blocked = factory.alloc(aio -> {
            entered.countDown();
            awaitUninterruptibly(release);
        });
        factory.sleep(Duration.ZERO, blocked);
        entered.await();
        tenant.startPending(10);

        long start = System.nanoTime();
        impl.stop();
        long took = System.nanoTime() - start;

        release.countDown();
        assertTrue("bounded, took " + took, Duration.ofNanos(took).toSeconds() < 20);
        eventually("the others ended").until(() -> tenant.endings().size() >= 10);
        assertEquals(Collections.nCopies(10, AioError.ESTOPPED), List.copyOf(tenant.endings()));
        eventually("no thread is left").until(() -> threads("helve-").isEmpty());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                // the drain's end may interrupt; this callback does not listen
                done = false;
            }
        }
    }
}
