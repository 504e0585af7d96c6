package io.helve.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AioCountersTest {
    private final AioCounters some = new AioCounters(10, 4, 100, 50, 7, 8, 9, 6);

    @Test
    void whatHasNotEndedIsInProgress() {
        assertEquals(80, some.completed());
        assertEquals(20, some.inProgress());
    }

    @Test
    void areAddedOneByOne() {
        assertEquals(new AioCounters(20, 8, 200, 100, 14, 16, 18, 12), some.plus(some));
        assertEquals(some, some.plus(AioCounters.NONE));
    }
}
