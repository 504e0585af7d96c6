package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Each accepted order is answered, and nothing counts that was not given out. */
class DirectMemorySourceTest {
    private static final int SIZE = 100;

    private final MemoryBudget budget = new MemoryBudget(1000);
    private final List<ByteBuffer> taken = new ArrayList<>();

    private static ByteBuffer refused() {
        throw new OutOfMemoryError("says the test");
    }

    @Test
    void whoeverHasOrderedIsToldThatThereIsNoMemoryAlsoIfNoneIsThereToGiveSomeBack() {
        DirectMemorySource source = new DirectMemorySource(budget, Runnable::run);
        source.whenShort(DirectMemorySourceTest::refused);
        assertTrue(source.order(SIZE, DirectMemorySourceTest::refused, taken::add));
        assertEquals(Collections.singletonList(null), taken);
        assertEquals(0, budget.used());
    }

    @Test
    void anOrderThatIsNotAcceptedCountsForNothing() {
        DirectMemorySource closed = new DirectMemorySource(budget, order -> {
            throw new RejectedExecutionException("says the test");
        });
        DirectMemorySource withoutThreads = new DirectMemorySource(budget, order -> refused());
        assertFalse(closed.order(SIZE, () -> ByteBuffer.allocate(SIZE), taken::add));
        assertFalse(withoutThreads.order(SIZE, () -> ByteBuffer.allocate(SIZE), taken::add));
        assertEquals(0, budget.used());
        assertEquals(List.of(), taken);
    }
}
