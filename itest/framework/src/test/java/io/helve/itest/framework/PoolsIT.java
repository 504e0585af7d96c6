package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Named pools: each configuration of the factory PID is a pool of its own. */
public class PoolsIT extends FrameworkTest {
    private final List<Configured> configurations = new ArrayList<>();

    @Before
    public void theDefaultPoolIsThere() {
        service(AioFactory.class);
    }

    @After
    public void deletePools() throws Exception {
        for (Configured configuration : configurations) {
            configuration.delete();
        }
        eventually("only the default pool is left")
                .until(() -> references(AioStatistics.class).size() == 1);
    }

    @Test
    public void aPoolAppearsAndVanishesWithItsConfiguration() throws Exception {
        Configured blue = pool("blue", Map.of("threads.max", 3));
        AioFactory factory = service(AioFactory.class, "blue");
        AioStatistics statistics = service(AioStatistics.class, "blue");
        service(AioFiles.class, "blue");
        assertEquals(3, statistics.snapshot().config().threadsMax());

        Queue<String> names = new ConcurrentLinkedQueue<>();
        try (Aio aio = factory.alloc(done -> names.add(Thread.currentThread().getName()))) {
            factory.sleep(Aio.INFINITE, aio);
            aio.cancel();
            aio.await();
        }
        assertTrue(names.toString(), names.remove().matches("helve-aio-blue-\\d+"));

        blue.delete();
        gone("blue");
        eventually("its threads gone").until(() -> threads("helve-").stream().noneMatch(name -> name.contains("blue")));
    }

    @Test
    public void whatIsPendingWhenAPoolVanishesIsStoppedOnce() throws Exception {
        Configured brief = pool("brief", Map.of());
        AioFactory factory = service(AioFactory.class, "brief");
        Queue<AioError> endings = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 50; i++) {
            factory.sleep(Aio.INFINITE, factory.alloc(aio -> endings.add(aio.result())));
        }
        brief.delete();
        gone("brief");
        eventually("all ended").until(() -> endings.size() >= 50);
        assertEquals(Collections.nCopies(50, AioError.ESTOPPED), List.copyOf(endings));
    }

    @Test
    public void onePoolVanishesAndTheOtherGoesOn() throws Exception {
        Configured red = pool("red", Map.of());
        pool("green", Map.of());
        service(AioFactory.class, "red").alloc();
        AioFactory green = service(AioFactory.class, "green");
        try (Aio aio = green.alloc()) {
            green.sleep(Aio.INFINITE, aio);
            red.delete();
            gone("red");
            assertTrue(aio.isBusy());
            aio.cancel();
            aio.await();
            assertEquals(AioError.ECANCELED, aio.result());
        }
    }

    @Test
    public void aPoolFollowsItsConfigurationWithoutBeingReplaced() throws Exception {
        Configured pool = pool("changing", Map.of("threads.max", 3));
        AioFactory factory = service(AioFactory.class, "changing");
        AioStatistics statistics = service(AioStatistics.class, "changing");
        ServiceReference<AioFactory> before =
                references(AioFactory.class, "changing").get(0);
        try (Aio aio = factory.alloc()) {
            factory.sleep(Aio.INFINITE, aio);
            pool.update(Map.of(AioFactory.POOL, "changing", "threads.max", 5));
            eventually("in force").until(() -> statistics.snapshot().config().threadsMax() == 5);
            assertTrue("still pending", aio.isBusy());
        }
        assertEquals(List.of(before), references(AioFactory.class, "changing"));
    }

    @Test
    public void theDefaultPoolRanksHigherSoThatWhoAsksForNoneGetsIt() throws Exception {
        pool("other", Map.of());
        service(AioFactory.class, "other");
        for (Class<?> type : new Class<?>[] {AioFactory.class, AioFiles.class, AioStatistics.class}) {
            ServiceReference<?> best = context.getServiceReference(type);
            assertEquals(type.getName(), "default", best.getProperty(AioFactory.POOL));
            assertTrue(ranking(best) > ranking(references(type, "other").get(0)));
        }
    }

    @Test
    public void aPoolWithABadNameDoesNotAppear() throws Exception {
        assertRefused("no/slash", Map.of(), "aio.pool must be 1 to 64 letters");
        assertRefused("default", Map.of(), "aio.pool must");
    }

    @Test
    public void aPoolWithABadValueAppearsOnceItIsCorrected() throws Exception {
        Configured pool = assertRefused("bad", Map.of("threads.min", 0), "threads.min must be 1 to 1024, not 0");
        pool.update(Map.of(AioFactory.POOL, "bad", "threads.min", 1));
        service(AioFactory.class, "bad");
    }

    @Test
    public void aConfigurationThatWaitsForItsNameGetsItWhenTheOtherPoolHasGone() throws Exception {
        Configured first = pool("twin", Map.of("threads.max", 3));
        service(AioFactory.class, "twin");
        Configured second = assertWaits("twin", Map.of("threads.max", 5));
        Configured third = assertWaits("twin", Map.of("threads.max", 7));
        assertEquals(1, references(AioFactory.class, "twin").size());

        first.delete();
        eventually("the second pool").until(() -> threadsMax("twin") == 5);
        third.update(Map.of(AioFactory.POOL, "single", "threads.max", 7));
        eventually("the third pool").until(() -> threadsMax("single") == 7);
        second.delete();
        gone("twin");
    }

    private Configured assertWaits(String name, Map<String, ?> values) throws Exception {
        try (LogCapture log = new LogCapture()) {
            Configured pool = pool(name, values);
            eventually("an error")
                    .until(() -> log.errors().stream()
                            .anyMatch(text -> text.contains("aio.pool " + name + " is the name of another pool")));
            return pool;
        }
    }

    /** {@return the threads of a pool, 0 if there is no such pool} */
    private int threadsMax(String pool) {
        for (ServiceReference<AioStatistics> each : references(AioStatistics.class, pool)) {
            AioStatistics statistics = context.getService(each);
            if (statistics != null) {
                int most = statistics.snapshot().config().threadsMax();
                context.ungetService(each);
                return most;
            }
        }
        return 0;
    }

    private Configured assertRefused(String name, Map<String, ?> values, String message) throws Exception {
        try (LogCapture log = new LogCapture()) {
            Configured pool = pool(name, values);
            eventually("an error that says " + message)
                    .until(() -> log.errors().stream().anyMatch(text -> text.contains(message)));
            assertEquals(1, references(AioFactory.class).size());
            return pool;
        }
    }

    private void gone(String pool) {
        for (Class<?> type : new Class<?>[] {AioFactory.class, AioFiles.class, AioStatistics.class}) {
            eventually(type + " of pool " + pool + " gone")
                    .until(() -> references(type, pool).isEmpty());
        }
    }

    private Configured pool(String name, Map<String, ?> values) throws Exception {
        Configured pool = Configured.ofFactory(
                service(ConfigurationAdmin.class), "io.helve.aio.pool", "test" + configurations.size());
        configurations.add(pool);
        Map<String, Object> all = new HashMap<>(values);
        all.put(AioFactory.POOL, name);
        pool.update(all);
        return pool;
    }

    private static int ranking(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
