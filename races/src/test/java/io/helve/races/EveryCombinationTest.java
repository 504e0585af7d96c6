package io.helve.races;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.runners.TestList;

class EveryCombinationTest {
    private static final List<String> ACTIONS =
            List.of("Finish", "Finish", "Cancel", "Expiry", "Stop", "Close", "Restart");

    @Test
    void everyPairAndTripleOfActionsHasItsTest() {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < ACTIONS.size(); i++) {
            for (int j = i + 1; j < ACTIONS.size(); j++) {
                String pair = ACTIONS.get(i) + ACTIONS.get(j);
                expected.add(pair);
                for (int k = j + 1; k < ACTIONS.size(); k++) {
                    expected.add(pair + ACTIONS.get(k));
                }
            }
        }
        Set<String> present = TestList.tests().stream()
                .filter(name -> !name.contains("Queueing") && !name.contains("Starts") && !name.contains("Sources"))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, present);
    }

    /**
     * A start by a thread that is not in the callback meets each action, and the first finish together with each end.
     */
    @Test
    void aStartByAnotherThreadMeetsEveryAction() {
        assertEquals(
                Set.of(
                        "FinishStart",
                        "CancelStart",
                        "ExpiryStart",
                        "StopStart",
                        "CloseStart",
                        "FinishCancelStart",
                        "FinishStopStart",
                        "FinishCloseStart"),
                TestList.tests().stream()
                        .filter(name -> name.contains("Starts"))
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()));
    }
}
