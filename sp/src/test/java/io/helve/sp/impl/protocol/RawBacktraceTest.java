package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.SpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw req and raw surveyor: what becomes the header of an answer, and what header a request must have. */
class RawBacktraceTest extends SpTest {
    private static final String URL = "inproc://backtrace";

    /** The two protocols that ask, with those that answer. */
    enum Asking {
        REQ(SpProtocol.REQ, SpProtocol.REP),
        SURVEYOR(SpProtocol.SURVEYOR, SpProtocol.RESPONDENT);

        final SpProtocol asks;
        final SpProtocol answers;

        Asking(SpProtocol asks, SpProtocol answers) {
            this.asks = asks;
            this.answers = answers;
        }
    }

    /** {@return a message whose header is these words} */
    private Message message(String body, long... words) {
        Message message = messages.of(body);
        for (long word : words) {
            message.head().appendU32(word);
        }
        return message;
    }

    /** {@return the number of the pipe by which a request has come to the answering socket} */
    private long ask(SpSocket asks, SpSocket answers) throws InterruptedException {
        asks.send(message("question", 0x80000001L));
        Message question = answers.receive();
        assertEquals("question", text(question));
        assertEquals(8, question.header().remaining());
        return question.head().trimU32();
    }

    /** {@return how often the dialer of a socket has lost its connection because the peer had broken the rules} */
    private static long brokenRules(SpSocket socket) {
        return socket.statistics()
                .child("dialer")
                .flatMap(dialer -> dialer.child(counter(AioError.EPROTO)))
                .map(SpStatistic::value)
                .orElse(0L);
    }

    @ParameterizedTest
    @EnumSource
    void theHeaderOfAnAnswerIsItsWholeBacktrace(Asking protocols) throws InterruptedException {
        SpSocket asks = openRaw(protocols.asks);
        SpSocket answers = openRaw(protocols.answers);
        connect(answers, asks, URL);
        long pipe = ask(asks, answers);
        answers.send(message("hello", pipe, 0x11, 0x22, 0x80000001L));
        Message answer = asks.receive();
        assertEquals("hello", text(answer));
        assertEquals(12, answer.header().remaining());
        assertEquals(0x11, answer.head().trimU32());
        assertEquals(0x22, answer.head().trimU32());
        assertEquals(0x80000001L, answer.head().trimU32());
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsOverBeforeItsBacktraceClosesThePipe(Asking protocols) throws InterruptedException {
        SpSocket asks = openRaw(protocols.asks);
        SpSocket answers = openRaw(protocols.answers);
        connect(answers, asks, URL);
        long pipe = ask(asks, answers);
        answers.send(message("odd", pipe, 0x11, 0x22));
        assertNothingComes(asks);
        assertEquals(1, brokenRules(asks));
    }

    @ParameterizedTest
    @EnumSource
    void aBacktraceThatDoesNotFitIntoAHeaderClosesThePipe(Asking protocols) throws InterruptedException {
        SpSocket asks = openRaw(protocols.asks);
        SpSocket answers = openRaw(protocols.answers);
        connect(answers, asks, URL);
        long pipe = ask(asks, answers);
        Message endless = message("", pipe);
        for (int i = 0; i < 16; i++) {
            endless.appendU32(i);
        }
        endless.appendU32(0x80000001L);
        answers.send(endless);
        assertNothingComes(asks);
        assertEquals(1, brokenRules(asks));
    }

    @Test
    void aForwarderWrittenByHandBringsAnAnswerBackThroughTwoHops() throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        SpSocket[] fronts = {openRaw(SpProtocol.REP), openRaw(SpProtocol.REP)};
        SpSocket[] backs = {openRaw(SpProtocol.REQ), openRaw(SpProtocol.REQ)};
        connect(fronts[0], req, URL + 0);
        connect(fronts[1], backs[0], URL + 1);
        connect(rep, backs[1], URL + 2);
        send(req, "ping");
        for (int i = 0; i < 2; i++) {
            backs[i].send(fronts[i].receive());
        }
        assertEquals("ping", receive(rep));
        send(rep, "pong");
        for (int i = 1; i >= 0; i--) {
            Message answer = backs[i].receive();
            assertEquals("pong", text(answer));
            fronts[i].send(answer);
        }
        assertEquals("pong", receive(req));
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutABacktraceIsRefused(Asking protocols) throws InterruptedException {
        SpSocket asks = openRaw(protocols.asks);
        assertFails(AioError.EPROTO, () -> asks.send(message("no header")));
        assertFails(AioError.EPROTO, () -> asks.send(message("no end", 1, 2)));
        assertFails(AioError.EPROTO, () -> asks.send(message("two ends", 0x80000001L, 0x80000002L)));
        Message odd = message("odd", 0x80000001L);
        odd.head().append(new byte[1]);
        assertFails(AioError.EPROTO, () -> asks.trySend(odd));
        assertEquals("odd", text(odd)); // it is still the sender's
    }

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"REQ", "REP", "SURVEYOR", "RESPONDENT", "PAIR1"})
    void rawSocketsHaveTheOptionThatNngGivesThem(SpProtocol protocol) {
        SpSocket raw = openRaw(protocol);
        assertEquals(8, raw.get(SpOptions.TTL_MAX));
        assertEquals(3, raw.set(SpOptions.TTL_MAX, 3).get(SpOptions.TTL_MAX));
    }
}
