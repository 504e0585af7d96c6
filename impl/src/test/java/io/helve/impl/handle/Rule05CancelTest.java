package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Rule 5: cancel and abort end the operation in progress; with nothing in progress they have no effect, now or later.
 */
class Rule05CancelTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();

    @Test
    void cancelEndsTheOperationWithECANCELED() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            aio.cancel();
            assertEquals(AioError.ECANCELED, aio.result());
            assertEquals(List.of(AioError.ECANCELED), provider.asked);
        }
        assertEquals(1, runtime.snapshot().total().cancelled());
    }

    @Test
    void abortEndsItWithTheGivenError() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            aio.abort(AioError.ECONNRESET);
            assertEquals(AioError.ECONNRESET, aio.result());
        }
        assertEquals(1, runtime.snapshot().total().failed());
    }

    @Test
    void anOperationCannotBeAbortedWithSuccess() {
        try (Aio aio = factory.alloc()) {
            assertThrows(IllegalArgumentException.class, () -> aio.abort(AioError.OK));
            assertThrows(NullPointerException.class, () -> aio.abort(null));
        }
    }

    @Test
    void onAHandleThatWasNeverUsedItHasNoEffectOnTheNextOperation() {
        try (Aio aio = factory.alloc()) {
            aio.cancel();
            aio.abort(AioError.ECLOSED);
            assertEquals(AioError.OK, aio.result());
            provider.start(aio);
            assertTrue(aio.isBusy());
            assertTrue(provider.succeed());
            assertEquals(AioError.OK, aio.result());
        }
    }

    @Test
    void afterTheEndItChangesNeitherTheResultNorTheNextOperation() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            provider.operation.finish(AioError.OK, 5);
            aio.cancel();
            assertEquals(AioError.OK, aio.result());
            assertEquals(5, aio.count());
            provider.start(aio);
            assertTrue(aio.isBusy());
            provider.succeed();
        }
    }

    @Test
    void betweenFinishAndCallbackItChangesNothing() {
        runtime.configure(config().threads(1, 1).threadsSpare(0).build());
        Gate gate = new Gate();
        List<AioError> results = new CopyOnWriteArrayList<>();
        try (Aio blocker = factory.alloc(done -> gate.pass());
                Aio aio = factory.alloc(done -> results.add(done.result()))) {
            factory.sleep(Duration.ZERO, blocker);
            gate.awaitEntered();
            provider.start(aio);
            provider.succeed();
            aio.cancel();
            gate.open();
            awaitIdle(aio);
        }
        assertEquals(List.of(AioError.OK), results);
    }

    @Test
    void duringTheCallbackItChangesNothing() {
        Gate gate = new Gate();
        List<AioError> results = new CopyOnWriteArrayList<>();
        try (Aio aio = factory.alloc(done -> {
            gate.pass();
            results.add(done.result());
        })) {
            provider.start(aio);
            provider.succeed();
            gate.awaitEntered();
            aio.cancel();
            gate.open();
            awaitIdle(aio);
            provider.start(aio);
            assertTrue(aio.isBusy());
            provider.succeed();
        }
        assertEquals(List.of(AioError.OK, AioError.OK), results);
    }

    @Test
    void itMayComeFromInsideTheStartItself() {
        try (Aio aio = factory.alloc()) {
            provider.start(aio);
            Thread other = new Thread(aio::cancel);
            other.start();
            awaitIdle(aio);
            assertEquals(AioError.ECANCELED, aio.result());
        }
    }

    @Test
    void aSleepIsCancelled() {
        try (Aio aio = factory.alloc()) {
            factory.sleep(Aio.INFINITE, aio);
            aio.cancel();
            awaitIdle(aio);
            assertEquals(AioError.ECANCELED, aio.result());
        }
    }
}
