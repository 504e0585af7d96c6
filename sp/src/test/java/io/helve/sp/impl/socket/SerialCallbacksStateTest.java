package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.impl.socket.SerialCallbacks.State;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which state of serial callbacks may follow which one. */
class SerialCallbacksStateTest {
    private static final Map<State, Set<State>> NEXT = Map.of(
            State.UNOPENED, EnumSet.of(State.ARMING),
            State.ARMING, EnumSet.of(State.IDLE, State.WAKING, State.SKIPPING, State.BROKEN),
            State.IDLE, EnumSet.of(State.WAKING, State.SKIPPING, State.BROKEN),
            State.WAKING, EnumSet.of(State.RUNNING, State.SKIPPING, State.BROKEN),
            State.RUNNING, EnumSet.of(State.RUNNING, State.ARMING),
            State.SKIPPING, EnumSet.of(State.SKIPPING, State.BROKEN),
            State.BROKEN, EnumSet.of(State.BROKEN));

    @Test
    void onlyTheStatesOfTheDiagramFollowEachOther() {
        for (State before : State.values()) {
            for (State next : State.values()) {
                assertEquals(NEXT.get(before).contains(next), next.mayFollow(before), before + " to " + next);
            }
        }
    }
}
