package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import io.helve.impl.pool.CallbackThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each operation completes exactly once whatever user code does: however deep callbacks finish each other, whatever is
 * thrown between the finish and the end of the callback, and also when an executor drops its tasks.
 */
class NothingIsLostTest extends EngineTest {
    static List<Executor> inline() {
        return List.of(AioFactory.INLINE, Runnable::run);
    }

    @ParameterizedTest
    @MethodSource("inline")
    void aChainOfHandlesWhoseCallbacksFinishTheNextOneNeedsNoStack(Executor executor) {
        int length = 20_000;
        AioFactory view = factory.on(executor);
        AtomicInteger callbacks = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        AtomicReference<AioOperation[]> operations = new AtomicReference<>(new AioOperation[length]);
        Aio[] chain = new Aio[length];
        for (int i = 0; i < length; i++) {
            int next = i + 1;
            chain[i] = view.alloc(done -> {
                deepest.accumulateAndGet(CallbackThreads.depth(), Math::max);
                callbacks.incrementAndGet();
                if (next < length) {
                    operations.get()[next].finish(AioError.OK, 0);
                }
            });
            operations.get()[i] = AioOperation.start(chain[i], null);
        }
        operations.get()[0].finish(AioError.OK, 0);
        eventually(() -> callbacks.get() == length);
        for (Aio aio : chain) {
            aio.close();
        }
        assertTrue(deepest.get() <= 8, () -> "callbacks inside each other: " + deepest);
        assertFalse(HandleTenant.inCallback(), "this thread is in no callback any more");
        assertEquals(0, runtime.snapshot().callbackFailures());
    }

    /** Operations are finished at every depth near the end of a small stack, from an inline callback and without. */
    @ParameterizedTest
    @MethodSource("inline")
    void aFinishWhereTheStackIsUsedUpLeavesNoHandleBusyAndNoThreadInACallback(Executor executor) throws Exception {
        AtomicInteger callbacks = new AtomicInteger();
        AtomicBoolean inCallback = new AtomicBoolean();
        int rounds = 300;
        Aio[] handles = new Aio[2 * rounds];
        Thread small = new Thread(
                null,
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        handles[2 * i] = factory.on(executor).alloc(done -> callbacks.incrementAndGet());
                        handles[2 * i + 1] = factory.alloc(done -> callbacks.incrementAndGet());
                        AioOperation first = AioOperation.start(handles[2 * i], null);
                        AioOperation second = AioOperation.start(handles[2 * i + 1], null);
                        finishDeep(first, i);
                        finishDeep(second, i);
                        inCallback.set(inCallback.get() || HandleTenant.inCallback());
                    }
                },
                "small-stack",
                256 * 1024);
        small.start();
        small.join();
        factory.submit(aio -> factory.sleep(Duration.ZERO, aio)).join(); // the next one helps
        for (Aio aio : handles) {
            awaitIdle(aio);
            aio.close();
        }
        assertFalse(inCallback.get());
        assertEquals(handles.length, runtime.snapshot().total().succeeded() - 1, "each finish that was won is OK");
        log.takeAll("failed"); // callbacks that had no stack themselves
    }

    /** Goes down until the stack is used up, comes back by some frames, and finishes there. */
    private static int finishDeep(AioOperation operation, int frames) {
        try {
            int left = finishDeep(operation, frames);
            if (left == 0) {
                try {
                    operation.finish(AioError.OK, 0);
                } catch (StackOverflowError e) {
                    return 0; // not even begun: a frame further up tries again
                }
            }
            return left - 1;
        } catch (StackOverflowError e) {
            return frames;
        }
    }

    @Test
    void aThreadWithoutStackLeavesTheRecoveryToAnother() throws Exception {
        Handle[] handles = new Handle[300];
        Thread small = new Thread(
                null,
                () -> {
                    for (int i = 0; i < handles.length; i++) {
                        handles[i] = (Handle) factory.on(dropped -> {}).alloc(done -> {});
                        AioOperation.start(handles[i], null).finish(AioError.OK, 0);
                        handles[i].takeBackPostponed = true;
                        recoverDeep(handles[i], i);
                    }
                },
                "small-stack",
                256 * 1024);
        small.start();
        small.join();
        for (Handle handle : handles) {
            Recovery.recover(handle);
            awaitIdle(handle);
            handle.close();
        }
    }

    /** Goes down until the stack is used up, comes back by some frames, and recovers the handle there. */
    private static int recoverDeep(Handle handle, int frames) {
        int left;
        try {
            left = recoverDeep(handle, frames);
        } catch (StackOverflowError e) {
            return frames;
        }
        if (left == 0) {
            try {
                Recovery.recover(handle);
            } catch (StackOverflowError e) {
                return -1; // another thread does it
            }
        }
        return left - 1;
    }

    /** Operations are started, cancelled and stopped at every depth near the end of a small stack. */
    @ParameterizedTest
    @ValueSource(strings = {"start", "startExclusive", "sleep", "cancel", "reap", "startAfterStop"})
    void aStepWhereTheStackIsUsedUpLeavesNoHandleBusy(String step) throws Exception {
        Handle[] handles = new Handle[300];
        AtomicInteger cancellers = new AtomicInteger();
        AioCanceller canceller = (operation, reason) -> {
            cancellers.incrementAndGet();
            operation.finish(reason, 0);
        };
        // once with stack enough: a class whose initializer meets the end of the stack can never be used again
        factory.submit(aio -> factory.sleep(Duration.ZERO, aio)).join();
        Handle warm = (Handle) factory.alloc(done -> {});
        prepare(step, warm, canceller).run();
        warm.cancel();
        assertTrue(warm.close(SOON), warm::toString);
        Thread small = new Thread(
                null,
                () -> {
                    for (int i = 0; i < handles.length; i++) {
                        Handle handle = (Handle) factory.alloc(done -> {});
                        handles[i] = handle;
                        deep(prepare(step, handle, canceller), i);
                    }
                },
                "small-stack",
                256 * 1024);
        small.start();
        small.join();
        factory.submit(aio -> factory.sleep(Duration.ZERO, aio)).join(); // the next one helps
        for (Handle handle : handles) {
            Recovery.recover(handle);
            handle.cancel(); // an operation whose start had stack enough
            if (handle.isBusy()) { // or its provider was told before the operation was its own
                awaitIdle(handle);
            }
            assertTrue(handle.close(SOON), handle::toString);
        }
        log.takeAll("failed"); // cancellers that had no stack themselves
    }

    /** {@return the step, all that comes before it having been done} */
    private Runnable prepare(String step, Handle handle, AioCanceller canceller) {
        return switch (step) {
            case "start" -> () -> AioOperation.start(handle, canceller);
            case "startExclusive" -> () -> AioOperation.startExclusive(handle, canceller);
            case "sleep" -> () -> factory.sleep(Duration.ofHours(1), handle);
            case "startAfterStop" -> {
                handle.stop();
                yield () -> AioOperation.start(handle, canceller);
            }
            default -> {
                AioOperation.start(handle, canceller);
                yield step.equals("cancel") ? handle::cancel : handle::reap;
            }
        };
    }

    /** Goes down until the stack is used up, comes back by some frames, and does something there. */
    private static int deep(Runnable task, int frames) {
        int left;
        try {
            left = deep(task, frames);
        } catch (StackOverflowError e) {
            return frames;
        }
        if (left == 0) {
            try {
                task.run();
            } catch (StackOverflowError e) {
                return -1; // not even begun, or left to another thread
            }
        }
        return left - 1;
    }

    @Test
    void aCompletionThatIsReadyWhenItsThreadCannotGoOnIsDelivered() {
        AtomicInteger callbacks = new AtomicInteger();
        Handle handle = (Handle) factory.on(AioFactory.INLINE).alloc(done -> callbacks.incrementAndGet());
        AioOperation.start(handle, null);
        // what an inline runner has done when it fails between endCallback and beginCallback
        long sequence = handle.pending();
        handle.claimFinish(sequence, CallbackRun.DUE);
        handle.completeResult(AioError.OK);
        assertTrue(handle.beginCallback(OperationState.FINISHING));
        handle.runCallback();
        AioOperation next = AioOperation.start(handle, null);
        next.finish(AioError.OK, 0);
        assertEquals(OperationState.READY, handle.phase());
        assertEquals(OperationState.RUN_CALLBACK, OperationState.action(handle.endCallback(OperationState.FINISHING)));
        handle.deliveryPostponed = true;
        Recovery.recover(handle);
        awaitIdle(handle);
        assertEquals(2, callbacks.get());
        handle.close();
    }

    @Test
    void aCallbackThatUsesUpTheStackOrTheMemoryIsCountedAndTheHandleGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        for (Executor executor : List.of(AioFactory.INLINE, Runnable::run, task -> new Thread(task).start())) {
            ManualProvider provider = ManualProvider.obedient();
            try (Aio aio = factory.on(executor).alloc(done -> {
                if (calls.incrementAndGet() % 2 == 1) {
                    throw new OutOfMemoryError("says the test");
                }
                overflow();
            })) {
                for (int i = 0; i < 2; i++) {
                    provider.start(aio);
                    provider.succeed();
                    awaitIdle(aio);
                }
            }
        }
        assertEquals(6, runtime.snapshot().callbackFailures());
        assertFalse(HandleTenant.inCallback());
        assertEquals(6, log.takeAll("failed"));
    }

    private static int overflow() {
        return overflow() + 1;
    }

    @Test
    void aCancellerThatThrowsAnErrorHoldsNothingBack() {
        AioOperation[] operation = new AioOperation[1];
        try (Aio aio = factory.alloc(done -> {})) {
            operation[0] = AioOperation.start(aio, (cancelled, reason) -> {
                cancelled.finish(reason, 0);
                throw new StackOverflowError("says the test");
            });
            aio.cancel();
            awaitIdle(aio);
            assertEquals(AioError.ECANCELED, aio.result());
        }
        log.take("Canceller");
    }

    @Test
    void anExecutorThatDropsTheCallbackDoesNotHoldUpCloseAndStop() {
        runtime.configure(config().drainTime(Duration.ofMillis(20)).build());
        log.expect("waits for its operation");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdownNow();
        AtomicInteger passed = new AtomicInteger();
        Executor dropping = task -> passed.incrementAndGet();
        AtomicInteger callbacks = new AtomicInteger();
        AtomicReference<String> ran = new AtomicReference<>();
        for (boolean closes : List.of(true, false)) {
            ManualProvider provider = ManualProvider.obedient();
            Aio aio = factory.on(dropping).alloc(done -> {
                callbacks.incrementAndGet();
                ran.set(Thread.currentThread().getName());
            });
            provider.start(aio);
            provider.succeed();
            if (closes) {
                aio.close();
            } else {
                aio.stop();
            }
            assertFalse(aio.isBusy());
            assertTrue(ran.getAndSet("").startsWith("helve-aio-test-"), ran::get);
            aio.close();
        }
        assertEquals(2, passed.get());
        assertEquals(2, callbacks.get());
    }

    @Test
    void outputsOfAFinishedOperationStayWhenTheFactoryIsClosed() {
        ManualProvider provider = ManualProvider.obedient();
        Aio aio = factory.alloc();
        provider.start(aio);
        provider.operation.setOutput(0, "the output");
        provider.succeed();
        runtime.close();
        assertEquals(AioError.OK, aio.result());
        assertEquals("the output", aio.getOutput(0));
        aio.close();
        assertEquals(null, aio.getOutput(0), "gone when its user closes the handle");
    }

    @Test
    void theSecondStartOfAStoppedHandleIsRefusedSilentlyWhileTheFirstCompletes() {
        AtomicInteger callbacks = new AtomicInteger();
        AtomicReference<Runnable> waiting = new AtomicReference<>();
        ManualProvider provider = ManualProvider.obedient();
        Aio aio = factory.on(waiting::set).alloc(done -> callbacks.incrementAndGet());
        aio.stop();
        provider.start(aio);
        assertTrue(aio.isBusy(), "the completion with ESTOPPED is with the executor");
        assertEquals(null, provider.start(aio));
        factory.sleep(Duration.ZERO, aio);
        waiting.get().run();
        assertEquals(1, callbacks.get());
        assertEquals(AioError.ESTOPPED, aio.result());
        aio.close();
    }

    @Test
    void outputsNeedNoMemoryWhenTheOperationFinishes() {
        ManualProvider provider = ManualProvider.obedient();
        try (Aio aio = factory.alloc()) {
            AioOperation late = provider.start(aio);
            provider.succeed();
            provider.start(aio);
            late.setOutput(0, "late");
            provider.operation.setOutput(0, "in time");
            provider.succeed();
            assertEquals("in time", aio.getOutput(0));
        }
    }
}
