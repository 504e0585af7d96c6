package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Surveys end when their time is up, and late answers are dropped. */
class NngSurveyIT extends PackagedNngTest {
    private static final String GROUP = "Surveys";
    private static final Duration SURVEY = Duration.ofMillis(1500); // it is still going on when its sender receives

    @Test
    void ourSurveysEnd() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = open(SpProtocol.SURVEYOR)) {
            NngSocket theirs = openRaw(nng, SpProtocol.RESPONDENT);
            connect(ours, theirs, "tcp", Dialing.WE_DIAL);
            assertFails(AioError.ESTATE, () -> ours.receive());
            ours.socket().set(SpOptions.SURVEY_TIME, SURVEY);
            ours.send("who?");
            assertFails(AioError.ETIMEDOUT, () -> ours.receive());
            assertFails(AioError.ESTATE, () -> ours.receive());
            Received late = theirs.receive();
            ours.socket().set(SpOptions.SURVEY_TIME, SOON);
            answersTheNext(ours, theirs, late);
        }
        shown("ours");
    }

    @Test
    void theirSurveysEnd() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = openRaw(SpProtocol.RESPONDENT)) {
            NngSocket theirs = open(nng, SpProtocol.SURVEYOR);
            connect(ours, theirs, "tcp", Dialing.WE_DIAL);
            assertFails(AioError.ESTATE, () -> theirs.receive());
            theirs.setMillis("surveyor:survey-time", SURVEY);
            theirs.send("who?");
            assertFails(AioError.ETIMEDOUT, () -> theirs.receive());
            assertFails(AioError.ESTATE, () -> theirs.receive());
            Received late = ours.receive();
            theirs.setMillis("surveyor:survey-time", SOON);
            answersTheNext(theirs, ours, late);
        }
        shown("theirs");
    }

    private static void answersTheNext(End surveyor, End respondent, Received late) throws InterruptedException {
        surveyor.send("and now?");
        Received next = respondent.receive();
        assertEquals("and now?", next.text());
        assertFalse(Arrays.equals(late.header(), next.header()));
        respondent.send(late.header(), Content.text("too late"));
        respondent.send(next.header(), Content.text("I"));
        assertEquals("I", surveyor.receive().text());
    }

    private void shown(String whose) {
        results.shown(GROUP, "a survey ends with ETIMEDOUT at its deadline, then there is none (ESTATE)", whose);
        results.shown(GROUP, "an answer that comes too late is not an answer to the next survey", whose);
    }

    @Test
    void aNewSurveyEndsTheOldOne() throws Exception {
        try (Nng nng = Nng.start();
                OurEnd ours = open(SpProtocol.SURVEYOR)) {
            NngSocket theirs = openRaw(nng, SpProtocol.RESPONDENT);
            connect(ours, theirs, "ipc", Dialing.THEY_DIAL);
            ours.send("old");
            Received old = theirs.receive();
            answersTheNext(ours, theirs, old);
        }
        results.shown(GROUP, "an answer to a survey that another one has replaced is dropped", "ours");
    }
}
