package io.helve.impl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioCallbackSnapshot;
import io.helve.aio.AioError;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioHandleSnapshot.State;
import io.helve.aio.AioStatistics;
import io.helve.impl.EngineTest;
import io.helve.impl.Gate;
import io.helve.impl.ManualProvider;
import io.helve.operator.ResourceCloser;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What observers see of handles and callbacks, and closing a handle by its id. */
class ObserverTest extends EngineTest {
    private AioHandleSnapshot only() {
        List<AioHandleSnapshot> handles = runtime.service(AioStatistics.class).handles();
        assertEquals(1, handles.size());
        return handles.get(0);
    }

    @Test
    void aHandleShowsWhoWroteItsCallbackAndWhatItDoes() {
        try (Aio aio = factory.alloc(done -> {})) {
            AioHandleSnapshot idle = only();
            assertEquals("test", idle.tenant());
            assertEquals(ObserverTest.class.getName(), idle.callback());
            assertEquals(State.IDLE, idle.state());
            assertEquals("", idle.operation());
            assertEquals(0, idle.operations());
            assertFalse(idle.age().isNegative());

            ManualProvider provider = ManualProvider.obedient();
            provider.start(aio);
            AioHandleSnapshot pending = only();
            assertEquals(State.PENDING, pending.state());
            assertEquals("a manual operation", pending.operation());
            assertEquals(1, pending.operations());
            assertEquals(idle.id(), pending.id());
            assertTrue(pending.age().compareTo(idle.age()) >= 0);

            provider.succeed();
            awaitIdle(aio);
            aio.stop();
            assertEquals(State.STOPPED, only().state());
        }
        assertEquals(List.of(), runtime.service(AioStatistics.class).handles());
    }

    @Test
    void everyHandleHasAnIdOfItsOwn() {
        for (int i = 0; i < 100; i++) {
            helve.handle();
        }
        Set<String> ids = runtime.service(AioStatistics.class).handles().stream()
                .map(AioHandleSnapshot::id)
                .collect(Collectors.toSet());
        assertEquals(100, ids.size());
        assertTrue(ids.stream().allMatch(id -> id.matches("handle/test/1/\\d+")), ids::toString);
    }

    @Test
    void aRunningCallbackIsShownWithItsThreadAndForHowLongItHasRun() {
        Gate gate = new Gate();
        try (Aio aio = factory.alloc(done -> gate.pass())) {
            ManualProvider provider = ManualProvider.obedient();
            provider.start(aio);
            provider.succeed();
            gate.awaitEntered();
            AioStatistics statistics = runtime.service(AioStatistics.class);
            eventually(() -> statistics.callbacks().get(0).running().toNanos() > 0);
            AioCallbackSnapshot running = statistics.callbacks().get(0);
            assertEquals("test", running.tenant());
            assertEquals(ObserverTest.class.getName(), running.callback());
            assertTrue(running.thread().startsWith("helve-aio-test-"), running::thread);
            assertEquals(State.CALLBACK, only().state());
            assertTrue(
                    Thread.getAllStackTraces().keySet().stream().anyMatch(each -> each.getId() == running.threadId()));
            gate.open();
            eventually(() -> statistics.callbacks().isEmpty());
        }
    }

    @Test
    void aHandleIsClosedByItsId() {
        Aio aio = factory.alloc();
        ManualProvider provider = ManualProvider.obedient();
        provider.start(aio);
        ResourceCloser closer = (ResourceCloser) runtime.service(AioStatistics.class);
        String id = only().id();
        assertFalse(closer.close(id + "0"));
        assertFalse(closer.close("handle/another/1/1"));
        assertTrue(closer.close(id));
        awaitIdle(aio);
        assertEquals(AioError.ESTOPPED, aio.result());
        assertEquals(List.of(AioError.ESTOPPED), provider.asked);
        eventually(() -> runtime.service(AioStatistics.class).handles().isEmpty());
        assertFalse(closer.close(id));
        aio.close();
    }
}
