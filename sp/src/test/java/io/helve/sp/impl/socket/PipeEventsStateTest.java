package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.impl.socket.PipeEvents.State;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The legal transitions between the states of a socket's pipe events. */
class PipeEventsStateTest {
    private static final Map<State, Set<State>> NEXT = Map.of(
            State.OPEN, EnumSet.of(State.CLOSING),
            State.CLOSING, EnumSet.of(State.ENDED),
            State.ENDED, EnumSet.noneOf(State.class));

    @Test
    void onlyTheStatesOfTheDiagramFollowEachOther() {
        for (State before : State.values()) {
            for (State next : State.values()) {
                assertEquals(NEXT.get(before).contains(next), next.mayFollow(before), before + " to " + next);
            }
        }
    }
}
