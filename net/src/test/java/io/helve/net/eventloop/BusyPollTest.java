package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

/** When an event loop without work looks again, and when it blocks. Times are in microseconds. */
class BusyPollTest {
    private static final int LONGEST = 50;

    private long now = 1_000_000;
    private int ready;
    private int looks;
    private boolean blocked;
    private final BusyPoll strategy = new BusyPoll(LONGEST * 1000, () -> now);

    @Test
    void blocksAtOnceToBeginWith() throws Exception {
        assertEquals(SelectStrategy.SELECT, calculate(false));
        assertEquals(0, looks);
    }

    @Test
    void pollsAfterShortWaits() throws Exception {
        wakesAfter(30);
        assertEquals(5, polls());
        wakesAfter(30);
        assertEquals(10, polls());
    }

    @Test
    void pollsForNoLongerThanItMay() throws Exception {
        settle();
        assertEquals(LONGEST, polls());
    }

    @Test
    void takesItThatAWaitWouldHaveBeenHalfAsLongWithoutWakingUp() throws Exception {
        wakesAfter(2 * LONGEST - 1);
        assertEquals(5, polls());
        wakesAfter(2 * LONGEST);
        assertEquals(0, polls());
    }

    @Test
    void restsAfterItHasPolledInVainForAWhile() throws Exception {
        settle();
        for (int i = 0; i < 8; i++) {
            assertEquals(LONGEST, polls());
            wakesAfter(10);
        }
        assertTrue(waitsUntilItPolls() > 10);
    }

    @Test
    void givesWhatIsReady() throws Exception {
        settle();
        ready = 3;
        assertEquals(3, calculate(false));
    }

    @Test
    void pollsLessAfterWaitsThatWereTooLongForThat() throws Exception {
        settle();
        polls();
        wakesAfter(1_000);
        assertEquals(LONGEST / 2, polls());
        for (int i = 0; i < 5; i++) {
            wakesAfter(1_000);
            polls();
        }
        wakesAfter(1_000);
        assertEquals(0, polls());
    }

    @Test
    void doesNotPollWhereOtherThreadsGiveItWork() throws Exception {
        settle();
        ready = 2;
        assertEquals(2, calculate(true), "looks once, since it must not block");
        ready = 0;
        assertEquals(SelectStrategy.SELECT, calculate(false));
    }

    @Test
    void doesNotPollForAWhileWhereOthersNeedTheProcessor() throws Exception {
        settle();
        calculate(false);
        now += 3_000_000; // somebody else has run
        assertEquals(SelectStrategy.SELECT, calculate(false));
        int waits = waitsUntilItPolls();
        assertTrue(waits > 10 && waits < 100, waits + " waits");
    }

    @Test
    void canBeTurnedOff() throws Exception {
        BusyPoll off = new BusyPoll(0, () -> now);
        for (int i = 0; i < 3; i++) {
            assertEquals(SelectStrategy.SELECT, off.calculateStrategy(this::look, false));
            now += 1_000;
        }
        ready = 1;
        assertEquals(1, off.calculateStrategy(this::look, true));
    }

    private int look() {
        looks++;
        return ready;
    }

    private int calculate(boolean hasTasks) throws Exception {
        int said = strategy.calculateStrategy(this::look, hasTasks);
        blocked = said == SelectStrategy.SELECT;
        return said;
    }

    private int waitsUntilItPolls() throws Exception {
        int waits = 0;
        do {
            wakesAfter(10);
            waits++;
        } while (polls() == 0 && waits < 1_000);
        return waits;
    }

    /** Has it poll as long as it ever does. */
    private void settle() throws Exception {
        for (int i = 0; i < 5; i++) {
            wakesAfter(10);
        }
        calculate(false); // it has been woken
        assertFalse(blocked);
        wakesWhilePolling();
    }

    private void wakesWhilePolling() throws Exception {
        ready = 1;
        calculate(false);
        ready = 0;
    }

    /** It blocks, something comes after that time and is handled. */
    private void wakesAfter(int micros) throws Exception {
        if (!blocked) {
            polls();
        }
        blocked = false;
        now += micros * 1_000L;
    }

    /** {@return how long the loop polls before it blocks} */
    private int polls() throws Exception {
        int micros = 0;
        while (calculate(false) != SelectStrategy.SELECT) {
            now += 1_000;
            micros++;
        }
        return micros;
    }
}
