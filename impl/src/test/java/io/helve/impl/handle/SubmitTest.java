package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import io.helve.impl.TestMessage;
import io.helve.impl.runtime.CompletionRuntime;
import io.helve.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** submit: one call, one handle, one future. */
class SubmitTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void completesWithTheHandleWhoseResultsStayReadable() throws Exception {
        Message message = TestMessage.create();
        CompletableFuture<Aio> future = factory.submit(provider::start);
        provider.operation.setOutput(1, "output");
        provider.operation.setMessage(message);
        provider.operation.finish(AioError.OK, 12);
        Aio aio = get(future);
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(AioError.OK, aio.result());
        assertEquals(12, aio.count());
        assertEquals("output", aio.getOutput(1));
        assertSame(message, aio.getMessage());
    }

    @Test
    void aStageThatIsAddedAfterTheCompletionRunsAtOnceAndAnAsynchronousOneOnThePool() throws Exception {
        CompletableFuture<Aio> future = factory.submit(provider::start);
        CompletableFuture<Thread> early = future.thenApply(done -> Thread.currentThread());
        provider.operation.finish(AioError.OK, 0);
        assertTrue(get(early).getName().startsWith("helve-aio-"));
        assertSame(
                Thread.currentThread(),
                future.thenApply(done -> Thread.currentThread()).getNow(null));
        Thread asynchronous = get(future.thenApplyAsync(done -> Thread.currentThread()));
        assertTrue(asynchronous.getName().startsWith("helve-aio-"), asynchronous::getName);
    }

    @Test
    void failsWithTheErrorOfTheOperation() {
        IOException cause = new IOException("gone");
        CompletableFuture<Aio> future = factory.submit(provider::start);
        provider.operation.finish(AioError.ECONNRESET, 5, cause);
        AioException e = failure(future, AioException.class);
        assertEquals(AioError.ECONNRESET, e.error());
        assertEquals("ECONNRESET: gone", e.getMessage());
        assertEquals(5, e.count());
        assertSame(cause, e.getCause());
    }

    @Test
    void cancellingTheFutureCancelsTheOperation() {
        CompletableFuture<Aio> future = factory.submit(provider::start);
        assertTrue(future.cancel(false));
        assertEquals(List.of(AioError.ECANCELED), provider.asked);
        assertThrows(CancellationException.class, future::join);
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(1, runtime.snapshot().total().cancelled());
    }

    @Test
    void orTimeoutCancelsTheOperation() {
        CompletableFuture<Aio> future = factory.submit(provider::start).orTimeout(1, TimeUnit.MILLISECONDS);
        failure(future, TimeoutException.class);
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(1, runtime.snapshot().total().cancelled());
    }

    @Test
    void completingTheFutureByHandCancelsTheOperation() {
        CompletableFuture<Aio> future = factory.submit(aio -> factory.sleep(Aio.INFINITE, aio));
        future.complete(null);
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(1, runtime.snapshot().total().cancelled());
    }

    @Test
    void anOperationThatEndsByItselfIsNotCancelled() throws Exception {
        get(factory.submit(provider::start)
                .copy()
                .thenCombine(CompletableFuture.supplyAsync(provider::succeed), (aio, won) -> aio));
        assertEquals(List.of(), provider.asked);
    }

    @Test
    void anOperationThatThrowsFailsTheFutureAndReleasesTheHandle() {
        UnsupportedOperationException thrown = new UnsupportedOperationException();
        CompletableFuture<Aio> future = factory.submit(aio -> {
            throw thrown;
        });
        assertSame(thrown, failure(future, UnsupportedOperationException.class));
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void anOperationThatThrowsAfterItsStartIsCancelled() {
        CompletableFuture<Aio> future = factory.submit(aio -> {
            provider.start(aio);
            throw new UnsupportedOperationException();
        });
        failure(future, UnsupportedOperationException.class);
        assertEquals(List.of(AioError.ECANCELED), provider.asked);
        eventually(() -> runtime.snapshot().total().open() == 0);
    }

    @Test
    void anOperationThatStartsNothingFailsTheFuture() {
        failure(factory.submit(aio -> {}), IllegalStateException.class);
        assertEquals(0, runtime.snapshot().total().open());
    }

    @Test
    void anOperationThatFindsTheRuntimeClosedFailsWithESTOPPED() {
        CompletableFuture<Aio> future = factory.submit(aio -> {
            Thread closer = new Thread(runtime::close);
            closer.start();
            eventually(() -> {
                try {
                    factory.alloc().close();
                    return false;
                } catch (AioException e) {
                    return true;
                }
            });
            eventually(() -> closer.getState() == Thread.State.TERMINATED);
            factory.sleep(Duration.ZERO, aio);
        });
        assertEquals(AioError.ESTOPPED, failure(future, AioException.class).error());
    }

    @Test
    void anOperationThatNeedsNoWaitingCompletesToo() throws Exception {
        assertEquals(
                AioError.OK,
                get(factory.submit(aio -> factory.sleep(Duration.ZERO, aio))).result());
        AioException e = failure(
                factory.submit(aio -> {
                    aio.setTimeout(Duration.ZERO);
                    factory.sleep(Duration.ZERO, aio);
                }),
                AioException.class);
        assertEquals(AioError.ETIMEDOUT, e.error());
    }

    @Test
    void anOperationThatSkipsItsCallbackCompletesToo() throws Exception {
        assertNotNull(get(factory.submit(aio -> {
            aio.skipCallback();
            factory.sleep(Duration.ZERO, aio);
        })));
        eventually(() -> runtime.snapshot().total().open() == 0);
    }

    @Test
    void dependentStagesRunOnThePool() throws Exception {
        AtomicReference<String> ran = new AtomicReference<>();
        CompletableFuture<Aio> future = factory.submit(provider::start);
        CompletableFuture<Void> stage =
                future.thenAccept(aio -> ran.set(Thread.currentThread().getName()));
        provider.succeed();
        get(stage);
        assertTrue(ran.get().startsWith("helve-aio-test-"), ran.get());
    }

    @Test
    void onAnExecutorDependentStagesRunThere() throws Exception {
        AtomicReference<Thread> ran = new AtomicReference<>();
        CompletableFuture<Aio> future = factory.on(AioFactory.INLINE).submit(provider::start);
        CompletableFuture<Void> stage = future.thenAccept(aio -> ran.set(Thread.currentThread()));
        provider.succeed();
        get(stage);
        assertSame(Thread.currentThread(), ran.get());
    }

    @Test
    void needsAnOperation() {
        assertThrows(NullPointerException.class, () -> factory.submit(null));
        assertEquals(0, runtime.snapshot().total().allocated());
    }

    @Test
    void anAbortDuringTheStartReachesTheFuture() {
        CompletableFuture<Aio> future = factory.submit(aio -> {
            AioOperation.start(aio, provider);
            aio.abort(AioError.ECLOSED);
        });
        assertEquals(AioError.ECLOSED, failure(future, AioException.class).error());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static <E extends Throwable> E failure(CompletableFuture<?> future, Class<E> type) {
        return assertThrows(type, () -> {
            try {
                get(future);
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void whatACancelledFutureWillNotGetIsClosedOrFreed() {
        ManualProvider stubborn = ManualProvider.stubborn();
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger freed = new AtomicInteger();
        CompletableFuture<Aio> future = factory.submit(stubborn::start);
        stubborn.operation.setOutput(0, (AutoCloseable) closed::incrementAndGet);
        stubborn.operation.setOutput(3, (AutoCloseable) closed::incrementAndGet);
        stubborn.operation.setMessage(TestMessage.create(freed::incrementAndGet));
        future.cancel(false);
        stubborn.succeed();
        eventually(() -> runtime.snapshot().total().open() == 0 && freed.get() == 1);
        assertEquals(2, closed.get());
        assertEquals(1, runtime.snapshot().total().succeeded());
    }

    @Test
    void aMessageThatTheUserHasSetIsNotFreed() {
        AtomicInteger freed = new AtomicInteger();
        ManualProvider stubborn = ManualProvider.stubborn();
        CompletableFuture<Aio> future = factory.submit(aio -> {
            aio.setMessage(TestMessage.create(freed::incrementAndGet));
            stubborn.start(aio);
        });
        future.cancel(false);
        stubborn.succeed();
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(0, freed.get());
    }

    @Test
    void anOutputThatCannotBeClosedIsLogged() {
        ManualProvider stubborn = ManualProvider.stubborn();
        CompletableFuture<Aio> future = factory.submit(stubborn::start);
        stubborn.operation.setOutput(0, (AutoCloseable) () -> {
            throw new IOException("no");
        });
        future.cancel(false);
        stubborn.succeed();
        eventually(() -> runtime.snapshot().total().open() == 0 && log.takeAll("Cannot close") == 1);
    }

    /** However cancel and success race: either the future has the output, or it is closed. */
    @Test
    void noOutputIsLostWhenCancelAndSuccessMeet() throws Exception {
        int rounds = 2000;
        AtomicInteger closed = new AtomicInteger();
        int delivered = 0;
        for (int i = 0; i < rounds; i++) {
            ManualProvider stubborn = ManualProvider.stubborn();
            CompletableFuture<Aio> future = factory.on(AioFactory.INLINE).submit(stubborn::start);
            AioOperation operation = stubborn.operation;
            operation.setOutput(0, (AutoCloseable) closed::incrementAndGet);
            Thread canceller = new Thread(() -> future.cancel(false));
            canceller.start();
            operation.finish(AioError.OK, 0);
            canceller.join();
            if (!future.isCancelled()) {
                get(future);
                delivered++;
            }
        }
        eventually(() -> runtime.snapshot().total().open() == 0);
        assertEquals(rounds - delivered, closed.get());
    }

    @Test
    void asynchronousStagesRunOnThePool() throws Exception {
        for (AioFactory view : List.of(factory, factory.on(AioFactory.INLINE))) {
            CompletableFuture<String> name = view.submit(aio -> factory.sleep(Duration.ZERO, aio))
                    .thenApplyAsync(aio -> Thread.currentThread().getName())
                    .thenApplyAsync(
                            first -> first + " " + Thread.currentThread().getName());
            String[] names = name.get(60, TimeUnit.SECONDS).split(" ");
            assertTrue(names[0].startsWith("helve-aio-test-"), names[0]);
            assertTrue(names[1].startsWith("helve-aio-test-"), names[1]);
        }
        eventually(() -> runtime.snapshot().total().open() == 0);
    }

    @Test
    void asynchronousStagesRunOnTheExecutorOfTheFactory() throws Exception {
        AtomicInteger executed = new AtomicInteger();
        CompletableFuture<Aio> future = factory.on(task -> {
                    executed.incrementAndGet();
                    task.run();
                })
                .submit(aio -> factory.sleep(Duration.ZERO, aio));
        future.thenRunAsync(() -> {}).get(60, TimeUnit.SECONDS);
        assertEquals(2, executed.get());
    }

    /** The tasks of asynchronous stages are given to the tenant at the moment at which it stops, again and again. */
    @Test
    void aTaskIsEitherRefusedOrRunWhenItsTenantStopsMeanwhile() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        try (CompletionRuntime own = new CompletionRuntime(config().build())) {
            for (int round = 0; round < 3000; round++) {
                HandleTenant tenant = own.openTenant("stopping", null);
                CountDownLatch began = new CountDownLatch(1);
                Thread submitter = new Thread(() -> {
                    try {
                        for (; ; began.countDown()) {
                            tenant.execute(ran::incrementAndGet);
                            accepted.incrementAndGet();
                        }
                    } catch (RejectedExecutionException e) {
                        began.countDown();
                    }
                });
                submitter.start();
                began.await();
                own.closeTenant(tenant);
                submitter.join();
            }
        }
        assertEquals(accepted.get(), ran.get());
    }

    @Test
    void asynchronousStagesFailWhenTheRuntimeHasClosed() {
        CompletableFuture<Aio> future = factory.submit(aio -> factory.sleep(Duration.ZERO, aio));
        future.join();
        runtime.close();
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> future.thenRunAsync(() -> {}).get(60, TimeUnit.SECONDS));
        assertTrue(e.getCause() instanceof RejectedExecutionException, e::toString);
    }
}
