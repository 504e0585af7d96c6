package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpContext;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Surveys: all answer, until the time is up. */
class SurveyTest extends SpTest {
    private static final String URL = "inproc://survey";

    private SpSocket surveyor;
    private SpSocket one;
    private SpSocket two;

    @BeforeEach
    void connect() throws InterruptedException {
        surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, SOON);
        one = open(SpProtocol.RESPONDENT);
        two = open(SpProtocol.RESPONDENT);
        connect(surveyor, one, URL);
        connect(surveyor, two, URL + "-two");
    }

    @Test
    void everybodyAnswers() throws InterruptedException {
        send(surveyor, "who?");
        assertEquals("who?", receive(one));
        assertEquals("who?", receive(two));
        send(one, "one");
        send(two, "two");
        assertEquals(Set.of("one", "two"), Set.of(receive(surveyor), receive(surveyor)));
        Aio third = receiving(surveyor);
        assertTrue(third.isBusy());
    }

    @Test
    void aSurveyEndsWhenItsTimeIsUp() throws InterruptedException {
        surveyor.set(SpOptions.SURVEY_TIME, Duration.ofMillis(500));
        long before = System.nanoTime();
        send(surveyor, "who?");
        Aio waiting = receiving(surveyor);
        assertEquals(AioError.ETIMEDOUT, result(waiting));
        assertTrue(System.nanoTime() - before >= 500_000_000);
        assertEquals(AioError.ESTATE, result(receiving(surveyor)));
        assertEquals("who?", receive(one));
        send(one, "too late");
        eventually(() -> stat(surveyor, "rx_drop") == 1);
    }

    @Test
    void aNewSurveyEndsTheOldOne() throws InterruptedException {
        send(surveyor, "old");
        Aio waiting = receiving(surveyor);
        send(surveyor, "new");
        assertEquals(AioError.ECANCELED, result(waiting));
        assertEquals("old", receive(one));
        send(one, "answer to old");
        assertEquals("new", receive(one));
        send(one, "answer to new");
        assertEquals("answer to new", receive(surveyor));
    }

    /** With nng it ends the survey. */
    @Test
    void aReceiveThatIsCancelledOrHasItsOwnTimeLimitLeavesTheSurveyOpen() throws InterruptedException {
        send(surveyor, "who?");
        Aio cancelled = receiving(surveyor);
        cancelled.cancel();
        assertEquals(AioError.ECANCELED, result(cancelled));
        AioException passed = assertThrows(AioException.class, () -> surveyor.receive(Duration.ofMillis(1)));
        assertEquals(AioError.ETIMEDOUT, passed.error());
        assertEquals("who?", receive(one));
        send(one, "here");
        assertEquals("here", receive(surveyor));
    }

    @Test
    void theOrderOfSendAndReceiveIsFixed() {
        assertEquals(AioError.ESTATE, result(receiving(surveyor)));
        assertEquals(AioError.ESTATE, result(sending(one, "unasked")));
    }

    @Test
    void contextsHaveSurveysOfTheirOwn() throws InterruptedException {
        SpContext first = surveyor.openContext();
        SpContext second = surveyor.openContext();
        send(first, "first?");
        send(second, "second?");
        for (int i = 0; i < 2; i++) {
            String question = receive(one);
            send(one, "answer to " + question);
        }
        assertEquals("answer to second?", receive(second));
        assertEquals("answer to first?", receive(first));
    }

    @Test
    void aSurveyWithoutRespondentsIsOpenAllTheSame() throws InterruptedException {
        SpSocket lonely = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, Duration.ofSeconds(1));
        send(lonely, "anybody?");
        assertFails(AioError.ETIMEDOUT, lonely::receive);
    }
}
