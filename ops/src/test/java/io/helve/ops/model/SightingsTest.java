package io.helve.ops.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.AioHandleSnapshot.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long operations have been seen pending. */
class SightingsTest {
    private final AtomicLong now = new AtomicLong(1000);
    private final Sightings sightings = new Sightings(now::get);

    private Map<String, Long> look(State state, long operations) {
        return sightings.look(
                List.of(new AioHandleSnapshot("handle/a/1/1", "a", "", state, "", operations, Duration.ZERO)));
    }

    @Test
    void theSameOperationIsSeenFromOneLookToTheNext() {
        assertEquals(Map.of("handle/a/1/1", 0L), look(State.PENDING, 5));
        now.addAndGet(30);
        assertEquals(Map.of("handle/a/1/1", 30L), look(State.PENDING, 5));
        now.addAndGet(30);
        assertEquals(Map.of("handle/a/1/1", 60L), look(State.PENDING, 5));
    }

    @Test
    void anotherOperationOfTheHandleBeginsAnew() {
        look(State.PENDING, 5);
        now.addAndGet(30);
        assertEquals(Map.of("handle/a/1/1", 0L), look(State.PENDING, 6));
        assertEquals(Map.of(), look(State.IDLE, 6));
        now.addAndGet(30);
        assertEquals(Map.of("handle/a/1/1", 0L), look(State.PENDING, 6));
    }
}
