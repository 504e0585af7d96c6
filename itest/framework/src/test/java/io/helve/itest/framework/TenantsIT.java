package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFile;
import io.helve.itest.tenant.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** Two bundles share the pool, and nothing else: each has its own factory, handles, counters and quota. */
public class TenantsIT extends FrameworkTest {
    /** What {@link Tenant#startPending} starts without end beside the operations that were asked for. */
    private static final int BESIDE = 2;

    private AioStatistics statistics;
    private Configured configuration;
    private Bundle redBundle;
    private Bundle blueBundle;
    private Tenant red;
    private Tenant blue;

    @Before
    public void startTwoTenants() throws Exception {
        service(AioFactory.class);
        statistics = service(AioStatistics.class);
        configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.aio");
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        red = Tenants.tenant(redBundle);
        blue = Tenants.tenant(blueBundle);
    }

    @After
    public void cleanUp() throws Exception {
        configuration.delete();
        redBundle.uninstall();
        blueBundle.uninstall();
    }

    @Test
    public void eachBundleHasAFactoryOfItsOwn() {
        assertNotSame(red.factory(), blue.factory());
        assertSame("and always the same", red.factory(), red.factory());
    }

    @Test
    public void eachBundleHasCountersOfItsOwn() throws Exception {
        AioFactory factory = red.factory();
        blue.factory();
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ZERO, aio);
            aio.await();
            factory.sleep(Aio.INFINITE, aio);
            aio.cancel();
            aio.await();

            AioCounters counters = counters(redBundle);
            assertEquals(1, counters.open());
            assertEquals(2, counters.started());
            assertEquals(1, counters.succeeded());
            assertEquals(1, counters.cancelled());
            assertEquals(AioCounters.NONE, counters(blueBundle));
        }
        assertEquals(0, counters(redBundle).open());
    }

    @Test
    public void eachBundleHasAQuotaOfItsOwn() throws Exception {
        configuration.update(Map.of("handles.max", 3));
        eventually("the quota in force")
                .until(() -> statistics.snapshot().config().handlesMax() == 3);
        AioFactory greedy = red.factory();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            handles.add(greedy.alloc());
        }
        AioException refused = assertThrows(AioException.class, greedy::alloc);
        assertEquals(AioError.ENOMEM, refused.error());

        blue.factory().alloc().close();

        handles.forEach(Aio::close);
        greedy.alloc().close();
    }

    @Test
    public void stoppingABundleStopsItsOperationsOnceAndLeavesTheOthersAlone() throws Exception {
        red.startPending(100);
        blue.startPending(100);

        redBundle.stop();

        allStopped(red, 100);
        assertEquals(List.of(), List.copyOf(blue.endings()));
        eventually("only what has no end is in progress")
                .until(() -> counters(blueBundle).inProgress() == 100 + BESIDE);
        assertEquals("the one has gone", 0, tenants(redBundle).size());

        blueBundle.stop();
        allStopped(blue, 100);
    }

    @Test
    public void lettingGoOfTheServiceStopsTheOperationsToo() throws Exception {
        red.startPending(100);
        blue.startPending(1);

        red.letGo();

        allStopped(red, 100);
        assertEquals(List.of(), List.copyOf(blue.endings()));
        assertEquals("the one has gone", 0, tenants(redBundle).size());
    }

    @Test
    public void aFileThatABundleLeavesOpenIsClosedWhenItStops() throws Exception {
        Path path = Files.createTempFile("helve", ".txt");
        AioFactory factory = service(AioFactory.class);
        try (Aio aio = factory.alloc()) {
            red.files().open(path, aio);
            aio.await();
            AioFile file = (AioFile) aio.check().getOutput(0);
            redBundle.stop();
            file.size(aio);
            aio.await();
            assertEquals(AioError.ECLOSED, aio.result());
        } finally {
            Files.delete(path);
        }
    }

    @Test
    public void aSlowCallbackIsReportedWithTheNameOfItsBundle() throws Exception {
        configuration.update(Map.of("slow.callback", 20L));
        eventually("in force")
                .until(() -> statistics.snapshot().config().slowCallback().toMillis() == 20);
        long before = statistics.snapshot().slowCallbacks(); // on a slow machine those of other tests count too
        CountDownLatch reported = new CountDownLatch(1);
        AioFactory factory = red.factory();
        try (LogCapture log = new LogCapture();
                Aio aio = factory.alloc(done -> awaitQuietly(reported))) {
            factory.sleep(Duration.ZERO, aio);
            try {
                eventually("a warning that names the bundle")
                        .until(() -> log.warnings().stream().anyMatch(text -> text.contains(nameOf(redBundle))));
            } finally {
                reported.countDown();
            }
        }
        assertEquals(before + 1, statistics.snapshot().slowCallbacks());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    public void aBundleThatStartsAgainStartsAfresh() throws Exception {
        red.startPending(10);
        redBundle.stop();
        redBundle.start();
        Tenant again = Tenants.tenant(redBundle);
        AioFactory factory = again.factory();
        assertEquals(AioCounters.NONE, counters(redBundle));
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ofMillis(1), aio);
            aio.await();
            aio.check();
        }
        allStopped(red, 10);
    }

    private static void allStopped(Tenant tenant, int operations) {
        eventually("each operation ended").until(() -> tenant.endings().size() >= operations);
        assertEquals(Collections.nCopies(operations, AioError.ESTOPPED), List.copyOf(tenant.endings()));
    }

    private AioCounters counters(Bundle bundle) {
        return tenants(bundle).get(0).counters();
    }

    private List<AioSnapshot.Tenant> tenants(Bundle bundle) {
        return statistics.snapshot().tenants().stream()
                .filter(tenant -> tenant.name().equals(nameOf(bundle)))
                .toList();
    }

    private static String nameOf(Bundle bundle) {
        return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }
}
