package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 12: in steady state start, finish, dispatch, callback and re-arm of a reused handle allocate nothing. */
class Rule12NoAllocationTest extends EngineTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final AioCanceller CANCELLER = (operation, reason) -> operation.finish(reason, 0);
    private static final int OPERATIONS = 50_000;

    @BeforeEach
    void oneThread() {
        runtime.configure(config().threads(1, 1).threadsSpare(0).build());
    }

    /**
     * Runs a task and checks what the task allocates when it runs again, on this thread and on all of ours. What
     * something else allocates there meanwhile is not there each time.
     *
     * @return how often the task has run
     */
    private static int assertAllocatesNothing(Runnable operations) {
        operations.run();
        long[] threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-") || thread == Thread.currentThread())
                .mapToLong(Thread::getId)
                .toArray();
        List<Double> perOperation = new ArrayList<>();
        double last;
        do {
            long before = allocated(threads);
            operations.run();
            last = (double) (allocated(threads) - before) / OPERATIONS;
            perOperation.add(last);
        } while (last >= 1 && perOperation.size() < 5);
        assertTrue(last < 1, () -> perOperation + " bytes an operation");
        return 1 + perOperation.size();
    }

    private static long allocated(long[] threads) {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(threads)).sum();
    }

    private static void startAndFinish(Aio aio) {
        AioOperation.startExclusive(aio, CANCELLER).finish(AioError.OK, 1);
    }

    /** Has a handle restart itself in its callback, many times. */
    private void selfRestarting(AioFactory from, Duration timeout, Consumer<Aio> start) {
        int[] left = new int[1];
        CountDownLatch[] done = new CountDownLatch[1];
        int runs;
        try (Aio aio = from.alloc(own -> {
            if (--left[0] > 0) {
                start.accept(own);
            } else {
                done[0].countDown();
            }
        })) {
            aio.setTimeout(timeout);
            runs = assertAllocatesNothing(() -> {
                left[0] = OPERATIONS;
                done[0] = new CountDownLatch(1);
                start.accept(aio);
                try {
                    done[0].await();
                    aio.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertEquals((long) runs * OPERATIONS, runtime.snapshot().total().succeeded());
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 30_000})
    void startFinishCallbackRestart(long timeout) {
        selfRestarting(factory, Duration.ofMillis(timeout), Rule12NoAllocationTest::startAndFinish);
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 30_000})
    void theSameInlineOnTheThreadThatFinishes(long timeout) {
        selfRestarting(
                factory.on(AioFactory.INLINE), Duration.ofMillis(timeout), Rule12NoAllocationTest::startAndFinish);
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 30_000})
    void startFinishAwait(long timeout) {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(timeout));
            assertAllocatesNothing(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    startAndFinish(aio);
                    await(aio);
                }
            });
        }
    }

    @Test
    void startCancelAwait() {
        try (Aio aio = factory.alloc()) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    AioOperation.startExclusive(aio, CANCELLER);
                    aio.cancel();
                    await(aio);
                }
            });
        }
    }

    @Test
    void startWithInputAndFinishWithOutputFromAnotherThreadThanTheCallbacks() {
        Object output = new Object();
        try (Aio aio = factory.alloc(done -> {})) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    aio.setInput(0, output);
                    AioOperation operation = AioOperation.startExclusive(aio, CANCELLER);
                    operation.setOutput(0, operation.getInput(0));
                    operation.finish(AioError.OK, 1);
                    while (aio.isBusy()) {
                        Thread.onSpinWait();
                    }
                }
            });
        }
    }

    @Test
    void buffersThatTakeTurns() {
        ByteBuffer[][] iovs = {{ByteBuffer.allocate(1)}, {ByteBuffer.allocate(1), ByteBuffer.allocate(1)}};
        try (Aio aio = factory.alloc()) {
            assertAllocatesNothing(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    aio.setIov(iovs[i % 2]);
                    startAndFinish(aio);
                }
            });
        }
    }

    @Test
    void sleepsThatEndByThemselves() {
        selfRestarting(factory, Aio.DEFAULT, own -> factory.sleep(Duration.ZERO, own));
    }

    private static void await(Aio aio) {
        try {
            aio.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
