package io.helve.remote.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.remote.server.CallerShares.Verdict;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Callers that take what they can always leave something to those that come. */
class CallerSharesTest {
    private static final int CALLS = 100;
    private static final int WORKERS = 32;
    private static final Runnable CALL = () -> {};

    private final CallerShares shares = new CallerShares(new CallLimits(1000, CALLS, 0), WORKERS);

    /** {@return how many calls of a caller are admitted until one is not} */
    private int admitted(Object caller) {
        int count = 0;
        while (shares.arrived(caller).verdict() == Verdict.ADMITTED) {
            count++;
        }
        return count;
    }

    @Test
    void oneCallerAloneGetsHalfOfTheCalls() {
        assertEquals(CALLS / 2, admitted("one"));
        assertEquals(Verdict.CALLER_BUSY, shares.arrived("one").verdict());
        assertEquals(Verdict.ADMITTED, shares.arrived("two").verdict());
    }

    @Test
    void aCallerThatComesGetsSomethingThoughSeveralHaveTakenWhatTheyCan() {
        int sum = IntStream.range(0, 12).map(each -> admitted("caller " + each)).sum();
        assertTrue(sum < CALLS, () -> sum + " calls are in progress");
        assertEquals(Verdict.ADMITTED, shares.arrived("one more").verdict());
    }

    @Test
    void aLimitThatIsConfiguredHoldsInstead() {
        CallerShares configured = new CallerShares(new CallLimits(1000, CALLS, 80), WORKERS);
        for (int i = 0; i < 80; i++) {
            assertEquals(Verdict.ADMITTED, configured.arrived("one").verdict());
        }
        assertEquals(Verdict.CALLER_BUSY, configured.arrived("one").verdict());
        for (int i = 0; i < 20; i++) {
            assertEquals(Verdict.ADMITTED, configured.arrived("two").verdict());
        }
        assertEquals(Verdict.BUSY, configured.arrived("two").verdict());
    }

    @Test
    void aCallerThatReadsNoAnswersIsNotAnsweredAnyMoreAndOthersAre() {
        CallerShare share = null;
        Verdict verdict = Verdict.ADMITTED;
        int answers = 0;
        for (; verdict != Verdict.DROPPED; answers++) {
            CallerShares.Admission arrived = shares.arrived("deaf");
            verdict = arrived.verdict();
            share = arrived.share();
            if (verdict == Verdict.ADMITTED) {
                shares.answered(share);
            }
        }
        assertTrue(answers <= shares.room() / 2 + 1, "it has as many as are free");
        assertEquals(Verdict.ADMITTED, shares.arrived("other").verdict());
        shares.sent(share);
        assertEquals(Verdict.ADMITTED, shares.arrived("deaf").verdict());
    }

    private int begun(CallerShare share, int calls) {
        return (int) IntStream.range(0, calls)
                .filter(each -> shares.begin(share, CALL))
                .count();
    }

    @Test
    void oneCallerAloneGetsThreeQuartersOfTheWorkers() {
        CallerShare one = shares.arrived("one").share();
        assertEquals(24, begun(one, 40));
        CallerShare two = shares.arrived("two").share();
        assertTrue(begun(two, 40) > 0);
        CallerShare three = shares.arrived("three").share();
        assertTrue(shares.begin(three, CALL));
    }

    @Test
    void callsThatWaitStartOneOfEachCallerInTurn() {
        CallerShares narrow = new CallerShares(new CallLimits(1000, CALLS, 0), 1);
        CallerShare one = narrow.arrived("one").share();
        CallerShare two = narrow.arrived("two").share();
        assertTrue(narrow.begin(one, CALL));
        assertFalse(narrow.begin(one, CALL));
        assertFalse(narrow.begin(one, CALL));
        assertFalse(narrow.begin(two, CALL));
        assertSame(one, narrow.end(one).share());
        assertSame(two, narrow.end(one).share());
        assertSame(one, narrow.end(two).share());
        assertNull(narrow.end(one));
        assertTrue(narrow.begin(two, CALL));
    }
}
