package io.helve.impl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.handle.HandleTenant;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a tenant goes, the threads that have run its code are renewed, because of what it may have put on them. */
class RenewedThreadsTest extends EngineTest {
    private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

    private final CompletionRuntime pool = new CompletionRuntime(AioConfig.builder()
            .pool("renewed")
            .threads(2, 2)
            .slowCallback(Duration.ofDays(1)) // a busy machine must not make callbacks count as blocking
            .build());
    private final HandleTenant goes = pool.openTenant("goes", null);
    private final HandleTenant stays = pool.openTenant("stays", null);

    @AfterEach
    void close() {
        pool.close();
    }

    /** Has both threads run a callback at the same time. */
    private static Set<Thread> useBothThreads(AioFactory its, Runnable callback) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<Gate> gates = new ArrayList<>();
        List<Aio> handles = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Gate gate = new Gate();
            Aio aio = its.alloc(done -> {
                callback.run();
                threads.add(Thread.currentThread());
                gate.pass();
            });
            its.sleep(Duration.ZERO, aio);
            gate.awaitEntered();
            gates.add(gate);
            handles.add(aio);
        }
        gates.forEach(Gate::open);
        handles.forEach(Aio::close);
        assertEquals(2, threads.size());
        return threads;
    }

    @Test
    void whatATenantPutsIntoThreadLocalsGoesWithIt() {
        List<WeakReference<Object>> left = new ArrayList<>();
        Set<Thread> used = useBothThreads(goes.factory(), () -> {
            Object ofTheTenants = new Object();
            synchronized (left) {
                left.add(new WeakReference<>(ofTheTenants));
            }
            LEFT_BEHIND.set(ofTheTenants);
        });
        pool.closeTenant(goes);
        eventually(() -> used.stream().noneMatch(Thread::isAlive));
        used.clear();
        eventually(() -> {
            System.gc();
            return left.stream().allMatch(reference -> reference.get() == null);
        });
        assertEquals(2, left.size());
        assertEquals(2, useBothThreads(stays.factory(), () -> {}).size());
    }

    @Test
    void threadsThatHaveNotRunItsCodeStay() {
        Set<Thread> used = useBothThreads(stays.factory(), () -> {});
        pool.closeTenant(goes);
        assertEquals(used, useBothThreads(stays.factory(), () -> {}));
    }

    @Test
    void noCompletionOfOthersIsLostMeanwhile() {
        AtomicInteger callbacks = new AtomicInteger();
        AioFactory its = stays.factory();
        List<Aio> handles = new ArrayList<>();
        int rounds = 2000;
        for (int i = 0; i < 8; i++) {
            Aio aio = its.alloc(done -> {
                if (callbacks.incrementAndGet() < rounds) {
                    its.sleep(Duration.ofNanos(100_000), done);
                }
            });
            handles.add(aio);
            its.sleep(Duration.ZERO, aio);
        }
        int tenants = 0;
        while (callbacks.get() < rounds) {
            HandleTenant guest = pool.openTenant("guest", null);
            Aio aio = guest.factory().alloc(done -> {});
            guest.factory().sleep(Duration.ZERO, aio);
            awaitIdle(aio);
            pool.closeTenant(guest);
            tenants++;
        }
        handles.forEach(EngineTest::awaitIdle);
        assertTrue(tenants > 0);
        handles.forEach(Aio::close);
        assertEquals(0, stays.counters().open());
    }
}
