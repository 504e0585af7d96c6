package io.helve.sp.impl.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a pipe: the legal transitions, and the stages in which the pipe holds a slot. */
class PipeStageTest {
    private static final Map<PipeStage, Set<PipeStage>> NEXT = Map.of(
            PipeStage.NEW, EnumSet.of(PipeStage.CANDIDATE, PipeStage.GONE),
            PipeStage.CANDIDATE, EnumSet.of(PipeStage.ATTACHED, PipeStage.GONE),
            PipeStage.ATTACHED, EnumSet.of(PipeStage.DRAINING, PipeStage.GONE),
            PipeStage.DRAINING, EnumSet.of(PipeStage.GONE),
            PipeStage.GONE, EnumSet.noneOf(PipeStage.class));

    @Test
    void onlyTheStagesOfTheDiagramFollowEachOther() {
        for (PipeStage before : PipeStage.values()) {
            for (PipeStage next : PipeStage.values()) {
                assertEquals(NEXT.get(before).contains(next), next.mayFollow(before), before + " to " + next);
            }
        }
    }

    @Test
    void aPipeCountsFromItsSlotOnUntilItIsGone() {
        assertEquals(
                EnumSet.of(PipeStage.CANDIDATE, PipeStage.ATTACHED, PipeStage.DRAINING),
                EnumSet.allOf(PipeStage.class).stream()
                        .filter(PipeStage::holdsSlot)
                        .collect(java.util.stream.Collectors.toCollection(() -> EnumSet.noneOf(PipeStage.class))));
    }

    @Test
    void everyStageLeadsToTheEnd() {
        for (PipeStage stage : EnumSet.complementOf(EnumSet.of(PipeStage.GONE))) {
            assertTrue(PipeStage.GONE.mayFollow(stage), stage.toString());
        }
    }
}
