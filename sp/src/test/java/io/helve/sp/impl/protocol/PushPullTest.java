package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Pipelines: turns, buffers, waiting. */
class PushPullTest extends SpTest {
    private final String url = "inproc://pushpull";

    @Test
    void peersTakeTurns() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket one = open(SpProtocol.PULL);
        SpSocket two = open(SpProtocol.PULL);
        connect(push, one, url);
        connect(push, two, url + "-two");
        for (int i = 0; i < 6; i++) {
            send(push, "job " + i);
        }
        Set<String> jobs = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(receive(one));
            jobs.add(receive(two));
        }
        assertEquals(6, jobs.size());
        assertNothingComes(one);
        assertNothingComes(two);
    }

    @Test
    void aPullerTakesFromAllItsPeersInTurn() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket one = open(SpProtocol.PUSH);
        SpSocket two = open(SpProtocol.PUSH);
        connect(pull, one, url);
        connect(pull, two, url + "-two");
        for (int i = 0; i < 20; i++) {
            send(one, "one");
            send(two, "two");
        }
        int ones = 0;
        for (int i = 0; i < 20; i++) {
            ones += receive(pull).equals("one") ? 1 : 0;
        }
        assertEquals(10, ones);
    }

    @Test
    void aBufferTakesMessagesBeforeThereIsAPeer() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH).set(SpOptions.SEND_BUFFER, 2);
        assertTrue(push.trySend(messages.of("1")));
        assertTrue(push.trySend(messages.of("2")));
        assertFalse(push.trySend(messages.of("3")));
        Aio third = sending(push, "3");
        Aio fourth = sending(push, "4");
        assertTrue(third.isBusy());
        third.cancel();
        assertEquals(AioError.ECANCELED, result(third));
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, url);
        assertEquals("1", receive(pull));
        assertEquals("2", receive(pull));
        assertEquals("4", receive(pull));
        assertEquals(AioError.OK, result(fourth));
        assertEquals(1, fourth.count());
    }

    @Test
    void aLargerBufferTakesWhatWaits() {
        SpSocket push = open(SpProtocol.PUSH);
        Aio first = sending(push, "1");
        assertTrue(first.isBusy());
        push.set(SpOptions.SEND_BUFFER, 1);
        assertEquals(AioError.OK, result(first));
    }

    @Test
    void receivesAreServedInOrder() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        Aio first = receiving(pull);
        Aio cancelled = receiving(pull);
        Aio second = receiving(pull);
        cancelled.cancel();
        connect(pull, push, url);
        send(push, "1");
        send(push, "2");
        assertEquals(AioError.OK, result(first));
        assertEquals(AioError.OK, result(second));
        assertEquals("1", text(first.getMessage()));
        assertEquals("2", text(second.getMessage()));
        assertEquals(AioError.ECANCELED, result(cancelled));
    }

    @Test
    void whatIsReceivedAfterThePeerHasGoneCounts() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, url);
        send(push, "one");
        send(push, "two");
        push.close();
        eventually(() -> pipes(pull) == 0);
        assertEquals("one", receive(pull));
        assertEquals("two", receive(pull));
        assertEquals(2, stat(pull, "rx_msgs"));
        assertEquals(6, stat(pull, "rx_bytes"));
    }

    @Test
    void whatAHandleHasReceivedItCanSendThoughThatHasToWait() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push, url);
        send(push, "passed on");
        Aio aio = receiving(pull);
        assertEquals(AioError.OK, result(aio));
        SpSocket next = open(SpProtocol.PUSH);
        next.send(aio);
        aio.cancel();
        assertEquals(AioError.ECANCELED, result(aio));
        assertEquals("passed on", text(aio.getMessage()));
        next.send(aio);
        SpSocket last = open(SpProtocol.PULL);
        connect(last, next, url + "-last");
        assertEquals("passed on", receive(last));
        assertEquals(AioError.OK, result(aio));
        assertNull(aio.getMessage());
    }
}
