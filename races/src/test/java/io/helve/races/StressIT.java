package io.helve.races;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.races.stress.Burst;
import io.helve.races.stress.Cycles;
import io.helve.races.stress.Stress;
import io.helve.races.stress.Turns;
import java.util.List;
import org.junit.jupiter.api.Test;

class StressIT {
    private static final int THREADS = 8;

    @Test
    void eachOperationCompletesExactlyOnceWithItsWinnersResult() throws Exception {
        Stress stress = new Stress(THREADS, System.nanoTime());
        assertEquals(List.of(), stress.run(Length.isLong() ? 50_000_000 : 10_000_000, Length.isLong() ? 3600 : 15));
    }

    /** What goes wrong while handles are stopped shows at the end of a run. */
    @Test
    void eachOfManyShortRunsEndsWithAllCounted() throws Exception {
        for (int i = 0; i < (Length.isLong() ? 1000 : 30); i++) {
            assertEquals(List.of(), new Stress(THREADS, System.nanoTime()).run(50_000, 60));
        }
    }

    @Test
    void awaitReturnsWhenTheOperationIsOverAndNotBefore() throws Exception {
        assertEquals(List.of(), Turns.run(THREADS, Length.isLong() ? 120 : 5));
    }

    @Test
    void aBurstOfCompletionsLosesNone() throws Exception {
        assertEquals(List.of(), Burst.run(Length.isLong() ? 5000 : 100, THREADS));
    }

    @Test
    void aRuntimeThatClosesUnderLoadCompletesEachOperationOnceAndLeavesNoThread() throws Exception {
        assertEquals(List.of(), Cycles.run(Length.isLong() ? 2000 : 200, System.nanoTime()));
    }
}
