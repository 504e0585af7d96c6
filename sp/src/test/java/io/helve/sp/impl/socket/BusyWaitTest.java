package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** For how long a blocking call looks again before it blocks. */
class BusyWaitTest {
    private static final long SHORT = BusyWait.SHORTEST;
    private static final long LONG = 1_000_000;

    private final BusyWait wait = new BusyWait(true);

    @Test
    void blocksAtOnceToBeginWith() {
        assertEquals(0, wait.window());
    }

    @Test
    void looksForLongerAfterEachWaitThatWasShort() {
        wait.blocked(SHORT);
        assertEquals(BusyWait.SHORTEST, wait.window());
        wait.seen();
        assertEquals(2 * BusyWait.SHORTEST, wait.window());
    }

    @Test
    void takesItThatAWaitWouldHaveBeenHalfAsLongWithoutWakingUp() {
        wait.blocked(2 * BusyWait.LONGEST);
        assertEquals(BusyWait.SHORTEST, wait.window());
    }

    @Test
    void looksForNoLongerThanItMay() {
        settle();
        assertEquals(BusyWait.LONGEST, wait.window());
    }

    @Test
    void looksForLessAfterWaitsThatWereTooLongForThat() {
        settle();
        wait.blocked(LONG);
        assertEquals(BusyWait.LONGEST / 2, wait.window());
        for (int i = 0; i < 10; i++) {
            wait.blocked(LONG);
        }
        assertEquals(0, wait.window());
    }

    @Test
    void looksForLessIfTheLongestWasInVain() {
        settle();
        wait.blocked(BusyWait.LONGEST + SHORT);
        assertEquals(BusyWait.LONGEST / 2, wait.window());
    }

    @Test
    void neverLooksWhereThereIsOneProcessor() {
        BusyWait alone = new BusyWait(false);
        alone.seen();
        assertEquals(0, alone.window());
    }

    private void settle() {
        for (int i = 0; i < 10; i++) {
            wait.seen();
        }
    }
}
