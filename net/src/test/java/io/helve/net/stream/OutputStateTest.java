package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The legal transitions between the states of an output. */
class OutputStateTest {
    private static final Map<OutputState, Set<OutputState>> NEXT = Map.of(
            OutputState.OPEN, EnumSet.of(OutputState.ENDING, OutputState.ENDED),
            OutputState.ENDING, EnumSet.of(OutputState.ENDED),
            OutputState.ENDED, EnumSet.of(OutputState.ENDED)); // a close replaces the reason

    @Test
    void onlyTheStatesOfTheDiagramFollowEachOther() {
        for (OutputState before : OutputState.values()) {
            for (OutputState next : OutputState.values()) {
                assertEquals(NEXT.get(before).contains(next), next.mayFollow(before), before + " to " + next);
            }
        }
    }
}
