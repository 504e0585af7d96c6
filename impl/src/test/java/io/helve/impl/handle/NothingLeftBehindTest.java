package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.LoopThread;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Code of tenants leaves nothing behind on a thread, whichever thread it ran on, and sees its own class loader there.
 */
class NothingLeftBehindTest extends EngineTest {
    private final ClassLoader tenants = Thread.currentThread().getContextClassLoader();

    /** Changes all that code can change about the thread it runs on. */
    private void behaveBadly() {
        Thread current = Thread.currentThread();
        assertSame(tenants, current.getContextClassLoader(), "it sees the loader of its tenant");
        assertFalse(current.isInterrupted());
        current.setContextClassLoader(new ClassLoader() {});
        current.setPriority(Thread.MIN_PRIORITY);
        current.setName("renamed");
        current.setUncaughtExceptionHandler((thread, failure) -> {});
        current.interrupt();
    }

    /** Runs something on the current thread and compares the thread afterwards with what it was before. */
    private static void changesNothing(Runnable task) {
        Thread current = Thread.currentThread();
        ClassLoader loader = new ClassLoader() {};
        ClassLoader usual = current.getContextClassLoader();
        Thread.UncaughtExceptionHandler handler = current.getUncaughtExceptionHandler();
        String name = current.getName();
        current.setContextClassLoader(loader);
        try {
            for (boolean interrupted : new boolean[] {false, true}) {
                if (interrupted) {
                    current.interrupt();
                }
                task.run();
                assertEquals(interrupted, Thread.interrupted(), "the interrupt flag is what it was");
                assertSame(loader, current.getContextClassLoader());
                assertEquals(Thread.NORM_PRIORITY, current.getPriority());
                assertEquals(name, current.getName());
                assertSame(handler, current.getUncaughtExceptionHandler());
            }
        } finally {
            current.setContextClassLoader(usual);
        }
    }

    private void inlineCallback() {
        try (Aio aio = factory.on(AioFactory.INLINE).alloc(done -> behaveBadly())) {
            AioOperation operation = AioOperation.start(aio, null);
            operation.finish(AioError.OK, 0);
        }
        assertEquals(0, runtime.snapshot().callbackFailures());
    }

    @Test
    void anInlineCallbackOnTheThreadOfSomebodyElse() {
        changesNothing(this::inlineCallback);
    }

    @Test
    void anInlineCallbackOnAnEventLoop() {
        try (LoopThread loop = new LoopThread()) {
            loop.later(() -> changesNothing(this::inlineCallback)).join();
        }
    }

    @Test
    void anInlineCallbackInsideOfAnotherOne() {
        changesNothing(() -> {
            try (Aio outer = factory.on(AioFactory.INLINE).alloc(done -> {
                ClassLoader before = Thread.currentThread().getContextClassLoader();
                inlineCallback();
                assertSame(before, Thread.currentThread().getContextClassLoader());
                assertFalse(Thread.currentThread().isInterrupted());
                behaveBadly();
            })) {
                AioOperation.start(outer, null).finish(AioError.OK, 0);
            }
        });
        assertEquals(0, runtime.snapshot().callbackFailures());
    }

    @Test
    void anExecutorOfTheUsers() {
        Executor executor = task -> {
            behaveBadly();
            task.run();
        };
        changesNothing(() -> {
            try (Aio aio = factory.on(executor).alloc(done -> {})) {
                AioOperation.start(aio, null).finish(AioError.OK, 0);
                awaitIdleInterruptibly(aio);
            }
        });
    }

    /** A test's thread may be interrupted on purpose while it waits. */
    private static void awaitIdleInterruptibly(Aio aio) {
        boolean interrupted = Thread.interrupted();
        awaitIdle(aio);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCanceller() {
        changesNothing(() -> {
            try (Aio aio = factory.alloc()) {
                AioOperation.start(aio, (operation, reason) -> {
                    behaveBadly();
                    operation.finish(reason, 0);
                });
                aio.cancel();
                awaitIdleInterruptibly(aio);
            }
        });
    }

    @Test
    void aCallbackOnAWorker() {
        runtime.configure(config().threads(1, 1).build());
        AtomicReference<Thread> worker = new AtomicReference<>();
        AtomicReference<String> name = new AtomicReference<>();
        try (Aio before = factory.alloc(done -> name.set(Thread.currentThread().getName()));
                Aio bad = factory.alloc(done -> behaveBadly());
                Aio after = factory.alloc(done -> {
                    worker.set(Thread.currentThread());
                    assertEquals(name.get(), Thread.currentThread().getName());
                    assertEquals(Thread.NORM_PRIORITY, Thread.currentThread().getPriority());
                    assertSame(
                            Thread.currentThread().getThreadGroup(),
                            Thread.currentThread().getUncaughtExceptionHandler());
                    assertFalse(Thread.currentThread().isInterrupted());
                })) {
            for (Aio aio : new Aio[] {before, bad, after}) {
                factory.sleep(Duration.ZERO, aio);
                awaitIdle(aio);
            }
            eventually(() -> worker.get().getContextClassLoader() != tenants
                    || worker.get().getContextClassLoader() == AioFactory.class.getClassLoader());
        }
        assertEquals(0, runtime.snapshot().callbackFailures());
    }

    @Test
    void aCancellerThatTheExpiryCalls() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        AtomicBoolean clean = new AtomicBoolean(true);
        for (int i = 0; i < 3; i++) {
            try (Aio aio = factory.alloc()) {
                aio.setTimeout(Duration.ofMillis(1));
                AioOperation.start(aio, (operation, reason) -> {
                    ran.set(Thread.currentThread());
                    clean.set(clean.get() && !Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                    Thread.currentThread().setName("renamed");
                    operation.finish(reason, 0);
                });
                awaitIdle(aio);
                assertEquals(AioError.ETIMEDOUT, aio.result());
            }
        }
        assertTrue(clean.get());
        assertTrue(
                ran.get().getName().startsWith("helve-aio-test-"),
                () -> ran.get().getName());
        assertEquals(1, threads("helve-expiry-test").size());
    }
}
