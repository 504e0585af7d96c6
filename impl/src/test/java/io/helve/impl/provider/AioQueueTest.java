package io.helve.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations wait in their order, and each is taken out once. */
class AioQueueTest extends EngineTest {
    private final AioQueue queue = new AioQueue();
    private final List<Aio> handles = new ArrayList<>();
    private final List<AioOperation> operations = new ArrayList<>();

    @AfterEach
    void finishAll() {
        operations.forEach(operation -> operation.finish(AioError.OK, 0));
        handles.forEach(Aio::close);
    }

    private AioOperation start() {
        Aio aio = factory.alloc();
        handles.add(aio);
        AioOperation operation = ManualProvider.stubborn().start(aio);
        operations.add(operation);
        return operation;
    }

    private AioOperation append() {
        AioOperation operation = start();
        assertEquals(AioError.OK, queue.append(operation));
        return operation;
    }

    @Test
    void aNewQueueIsEmpty() {
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertTrue(queue.takeAll().isEmpty());
    }

    @Test
    void operationsLeaveInTheOrderInWhichTheyCame() {
        AioOperation first = append();
        AioOperation second = append();
        assertSame(first, queue.peek());
        assertSame(first, queue.poll());
        assertSame(second, queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void anOperationThatWasCancelledBeforeItIsAppendedIsRefusedWithTheReason() {
        AioOperation operation = start();
        handles.get(0).abort(AioError.ECONNSHUT);
        assertEquals(AioError.ECONNSHUT, queue.append(operation));
        assertTrue(queue.isEmpty());
    }

    @Test
    void theReasonOfACancelComesBeforeTheErrorOfAClosedQueue() {
        AioOperation operation = start();
        handles.get(0).cancel();
        queue.close(AioError.ECLOSED);
        assertEquals(AioError.ECANCELED, queue.append(operation));
    }

    @Test
    void aClosedQueueRefusesOperationsWithItsFirstError() {
        queue.close(AioError.ECLOSED);
        assertTrue(queue.close(AioError.ECONNRESET).isEmpty());
        assertEquals(AioError.ECLOSED, queue.append(start()));
        assertTrue(queue.isEmpty());
    }

    @Test
    void closeTakesOutWhatWaits() {
        List<AioOperation> waiting = List.of(append(), append(), append());
        assertEquals(waiting, queue.close(AioError.ECLOSED));
        assertTrue(queue.isEmpty());
    }

    @Test
    void takeAllLeavesTheQueueOpen() {
        List<AioOperation> waiting = List.of(append(), append());
        assertEquals(waiting, queue.takeAll());
        append();
        assertEquals(1, queue.size());
    }

    @Test
    void aQueueCannotBeClosedWithOk() {
        assertThrows(IllegalArgumentException.class, () -> queue.close(AioError.OK));
        assertThrows(NullPointerException.class, () -> queue.close(null));
        append();
    }

    @Test
    void nullIsNoOperation() {
        assertThrows(NullPointerException.class, () -> queue.append(null));
        assertTrue(queue.isEmpty());
    }

    @Test
    void anOperationIsRemovedOnce() {
        AioOperation first = append();
        AioOperation second = append();
        AioOperation third = append();
        assertTrue(queue.remove(second));
        assertFalse(queue.remove(second));
        assertSame(first, queue.poll());
        assertFalse(queue.remove(first));
        assertSame(third, queue.poll());
    }

    @Test
    void whatTheCancellerIsGivenIsFoundByEquality() {
        Aio aio = factory.alloc();
        handles.add(aio);
        Values values = new Values();
        values.receive(aio);
        aio.cancel();
        assertEquals(AioError.ECANCELED, aio.result());
        assertFalse(values.arrived("nobody waits"));
    }

    @Test
    void aQueueBehavesAsAListDoes() {
        Random random = new Random(7);
        List<AioOperation> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            start();
        }
        for (int i = 0; i < 20_000; i++) {
            AioOperation operation = operations.get(random.nextInt(operations.size()));
            switch (random.nextInt(4)) {
                case 0 -> assertSame(expected.isEmpty() ? null : expected.remove(0), queue.poll());
                case 1 -> assertEquals(expected.remove(operation), queue.remove(operation));
                default -> {
                    if (!expected.contains(operation)) {
                        expected.add(operation);
                        assertEquals(AioError.OK, queue.append(operation));
                    }
                }
            }
            assertEquals(expected.size(), queue.size());
        }
        assertEquals(expected, queue.takeAll());
    }
}
