package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import io.helve.impl.TestMessage;
import io.helve.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Typed outputs and futures, and operations made of stages and tasks. */
class DirectResultsTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> get(future)).getCause();
    }

    @Test
    void anOutputIsTypedAndAMessageIsAnOutput() throws Exception {
        CompletableFuture<String> text = factory.submit(provider::start, String.class);
        provider.operation.setOutput(0, "made");
        provider.operation.finish(AioError.OK, 1);
        assertEquals("made", get(text));

        Message message = TestMessage.create();
        CompletableFuture<Message> received = factory.submit(provider::start, Message.class);
        provider.operation.setMessage(message);
        provider.operation.finish(AioError.OK, 1);
        assertSame(message, get(received));

        CompletableFuture<Long> count = factory.submit(provider::start, Aio::count);
        provider.operation.finish(AioError.OK, 7);
        assertEquals(7, get(count));
    }

    @Test
    void anOutputOfAnotherTypeFailsWithBothTypes() {
        CompletableFuture<Thread> wrong = factory.submit(provider::start, Thread.class);
        provider.operation.setOutput(0, "text");
        provider.operation.finish(AioError.OK, 1);
        assertEquals(
                "the last operation has produced a java.lang.String, not a java.lang.Thread",
                assertInstanceOf(IllegalStateException.class, failure(wrong)).getMessage());
    }

    @Test
    void aFailedOperationHasNoOutput() throws Exception {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            provider.operation.finish(AioError.ECONNRESET, 0);
            aio.await();
            AioException failure = assertThrows(AioException.class, () -> aio.output(String.class));
            assertEquals(AioError.ECONNRESET, failure.error());
        }
    }

    @Test
    void cancellingATypedFutureCancelsTheOperationAndAnOutputThatNobodyTakesIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<AutoCloseable> future = factory.submit(provider::start, AutoCloseable.class);
        AioOperation operation = provider.operation;
        operation.setOutput(0, (AutoCloseable) () -> closed.set(true));
        future.completeExceptionally(new TimeoutException());
        operation.finish(AioError.OK, 1);
        eventually(() -> closed.get() || operation.cancelReason() == null);
        eventually(() -> runtime.snapshot().total().open() == 0);
    }

    @Test
    void anOutputIsClosedIfTheFunctionOfTheResultFails() {
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<String> future = factory.submit(provider::start, aio -> {
            throw new IllegalArgumentException("as the test wants it");
        });
        provider.operation.setOutput(0, (AutoCloseable) () -> closed.set(true));
        provider.operation.finish(AioError.OK, 1);
        assertInstanceOf(IllegalArgumentException.class, failure(future));
        eventually(closed::get);
    }

    @Test
    void aHandleTellsThatItIsStopped() {
        Aio aio = factory.alloc();
        assertFalse(aio.isStopped());
        aio.reap();
        assertTrue(aio.isStopped());
    }

    @Test
    void aForgottenAwaitIsToldByCheckAndByOutputAndNamesTheOperation() throws Exception {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            for (Runnable early : List.<Runnable>of(aio::check, () -> aio.output(String.class))) {
                IllegalStateException refused = assertThrows(IllegalStateException.class, early::run);
                assertTrue(refused.getMessage().contains("a manual operation"), refused.getMessage());
            }
            provider.succeed();
            aio.await();
            assertSame(aio, aio.check());
        }
    }

    @Test
    void aFailureTellsWhatHasFailedAndATimeoutAfterWhatTime() throws Exception {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(2));
            provider.start(aio);
            aio.await();
            assertEquals("ETIMEDOUT: a manual operation, 2 ms", failure(aio));
            aio.setTimeout(Duration.ZERO);
            provider.start(aio);
            assertEquals("ETIMEDOUT: a manual operation", failure(aio).replace(", 0 s", ""));
            aio.setTimeout(Aio.DEFAULT);
            provider.start(aio);
            aio.cancel();
            aio.await();
            assertEquals("ECANCELED: Operation canceled: a manual operation", failure(aio));
        }
        CompletableFuture<Aio> future = factory.submit(aio -> {
            aio.setTimeout(Duration.ofMillis(1));
            provider.start(aio);
        });
        assertEquals("ETIMEDOUT: a manual operation, 1 ms", failure(future).getMessage());
    }

    private static String failure(Aio aio) {
        return assertThrows(AioException.class, aio::check).getMessage();
    }

    // ---- operations made of stages

    @Test
    void aStageEndsAnOperation() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> future = factory.submit(aio -> AioOperation.complete(aio, stage), String.class);
        stage.complete("value");
        assertEquals("value", get(future));
    }

    @Test
    void theFailureOfAStageIsTheCauseOfTheResult() throws Exception {
        IOException cause = new IOException("gone");
        CompletableFuture<Object> stage = new CompletableFuture<>();
        try (Aio aio = factory.alloc()) {
            AioOperation.complete(aio, stage.thenApply(value -> value));
            stage.completeExceptionally(cause);
            aio.await();
            assertEquals(AioError.EINTERNAL, aio.result());
            assertSame(cause, aio.cause());
            AioOperation.complete(
                    aio, CompletableFuture.failedStage(new AioException(AioError.EPERM, "not you", null, 3)));
            aio.await();
            assertEquals(AioError.EPERM, aio.result());
            assertEquals(3, aio.count());
            AioOperation.complete(aio, CompletableFuture.failedStage(new TimeoutException()));
            aio.await();
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
    }

    @Test
    void aTimeoutEndsTheOperationCancelsTheStageAndALateValueIsClosed() throws Exception {
        CompletableFuture<AutoCloseable> stage = new CompletableFuture<>();
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofMillis(1));
            AioOperation.complete(aio, stage);
            aio.await();
            assertEquals(AioError.ETIMEDOUT, aio.result());
        }
        eventually(stage::isCancelled);
        CompletableFuture<AutoCloseable> late = new CompletableFuture<>();
        AtomicBoolean closed = new AtomicBoolean();
        try (Aio aio = factory.alloc()) {
            AioOperation.complete(aio, late.minimalCompletionStage());
            aio.cancel();
            aio.await();
            assertEquals(AioError.ECANCELED, aio.result());
            late.complete(() -> closed.set(true));
            assertTrue(closed.get());
        }
    }

    // ---- operations made of tasks

    @Test
    void aTaskOnAnExecutorIsAnOperation() throws Exception {
        CompletableFuture<String> future =
                factory.submit(aio -> AioOperation.call(aio, Runnable::run, () -> "value"), String.class);
        assertEquals("value", get(future));
        try (Aio aio = factory.alloc()) {
            AioOperation.call(aio, Runnable::run, () -> {
                throw new IOException("gone");
            });
            aio.await();
            assertEquals(
                    "EINTERNAL: gone",
                    assertThrows(AioException.class, aio::check).getMessage());
            AioOperation.call(
                    aio,
                    task -> {
                        throw new RejectedExecutionException();
                    },
                    () -> "never");
            aio.await();
            assertEquals(AioError.ENOMEM, aio.result());
        }
    }

    @Test
    void aCancelInterruptsTheTaskAndAValueThatItStillReturnsIsClosed() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        try (Aio aio = factory.alloc()) {
            AioOperation.call(aio, executor, () -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // returns nevertheless
                }
                return (AutoCloseable) () -> closed.set(true);
            });
            begun.await();
            aio.cancel();
            aio.await();
            assertEquals(AioError.ECANCELED, aio.result());
        } finally {
            executor.shutdown();
        }
        eventually(closed::get);
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    }
}
