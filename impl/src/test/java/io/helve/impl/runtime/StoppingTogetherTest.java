package io.helve.impl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.handle.HandleTenant;
import io.helve.testkit.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants that go: several at once, in the middle of something, or before they have come. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppingTogetherTest {
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final CapturedLog log = new CapturedLog();
    private final CompletionRuntime runtime = new CompletionRuntime(AioConfig.builder()
            .threads(2, 16)
            .drainTime(DRAIN)
            .slowCallback(Duration.ofDays(1))
            .build());

    @AfterEach
    void close() {
        runtime.close();
        log.close();
    }

    @Test
    void tenantsWithCallbacksThatHangAreClosedWithinOneDrainTimeWhenEverythingStops() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<HandleTenant> tenants = hanging(4, gate);
        long begun = System.nanoTime();
        tenants.forEach(runtime::closeTenantWithAll);
        long took = System.nanoTime() - begun;
        gate.countDown();
        assertTrue(took < 3 * DRAIN.toNanos(), () -> took / 1_000_000 + " ms for four tenants");
        assertEquals(4, log.takeAll("are still running"));
        log.takeAll("stops, and has waited");
    }

    @Test
    void theRuntimeClosesTenantsWithCallbacksThatHangTogether() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        hanging(4, gate);
        long begun = System.nanoTime();
        runtime.close();
        long took = System.nanoTime() - begun;
        gate.countDown();
        assertTrue(took < 3 * DRAIN.toNanos(), () -> took / 1_000_000 + " ms for four tenants");
        log.takeAll("are still running");
        log.takeAll("stops, and has waited");
        log.takeAll("does not end");
    }

    /** Opens tenants, each with a callback that waits for the gate and ignores interrupts. */
    private List<HandleTenant> hanging(int count, CountDownLatch gate) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(count);
        List<HandleTenant> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HandleTenant tenant = runtime.openTenant("tenant " + i, null);
            tenants.add(tenant);
            AioFactory factory = tenant.factory();
            factory.sleep(Duration.ZERO, factory.alloc(aio -> {
                all.countDown();
                awaitIgnoringInterrupts(gate);
            }));
        }
        assertTrue(all.await(30, TimeUnit.SECONDS));
        return tenants;
    }

    private static void awaitIgnoringInterrupts(CountDownLatch gate) {
        for (; ; ) {
            try {
                gate.await();
                return;
            } catch (InterruptedException e) {
                // as a careless callback does
            }
        }
    }

    @Test
    void aCallbackThatMeetsTheEndOfWhatItUsesIsNoErrorAndLeavesNoExceptionInTheLog() throws Exception {
        HandleTenant tenant = runtime.openTenant("a user", null);
        AioFactory factory = tenant.factory();
        for (AioError end : List.of(AioError.ECLOSED, AioError.ESTOPPED)) {
            CountDownLatch called = new CountDownLatch(1);
            factory.sleep(Duration.ZERO, factory.alloc(aio -> {
                aio.reap();
                called.countDown();
                throw new AioException(end, "the socket has gone");
            }));
            assertTrue(called.await(30, TimeUnit.SECONDS));
            String notice = log.notice(" has met the end of what it uses: " + end.name() + ": the socket has gone");
            assertTrue(notice.matches("The callback of handle \\d+ of a user has met .*"), notice);
        }
        assertEquals(List.of(), log.messages());
        runtime.closeTenant(tenant);
    }

    @Test
    void aTenantThatComesWhileItGoesGetsAFactoryThatIsStopped() {
        HandleTenant tenant = runtime.openStopped("late");
        assertEquals(
                AioError.ESTOPPED,
                assertThrows(AioException.class, tenant.factory()::alloc).error());
        runtime.closeTenant(tenant);
        assertEquals(List.of(), runtime.snapshot().tenants());
    }

    @Test
    void outputsOfAFinishedOperationStayWhenTheFactoryIsClosedAndGoWhenTheUserClosesTheHandle() {
        HandleTenant tenant = runtime.openTenant("a user", null);
        Aio aio = tenant.factory().alloc();
        Object output = new Object();
        AioOperation operation = AioOperation.start(aio, null);
        operation.setOutput(0, output);
        operation.finish(AioError.OK, 0);
        runtime.closeTenant(tenant);
        assertSame(output, aio.check().getOutput(0));
        aio.close();
        assertNull(aio.getOutput(0));
    }
}
