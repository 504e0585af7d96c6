package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The polyamorous mode of pair1, as nng has it. */
class PolyPairTest extends SpTest {
    private static final String URL = "inproc://poly";

    private SpSocket poly;
    private SpSocket one;
    private SpSocket two;

    @BeforeEach
    void openSockets() {
        poly = sockets.openPoly().set(SpOptions.SEND_TIMEOUT, SOON).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        one = open(SpProtocol.PAIR1);
        two = open(SpProtocol.PAIR1);
    }

    private void connectBoth() throws InterruptedException {
        String url = listen(poly, URL).dialUrl().toString();
        dial(one, url);
        eventually(() -> pipes(poly) == 1);
        dial(two, url);
        eventually(() -> pipes(poly) == 2);
    }

    private Message to(SpPipe pipe, String body) {
        Message message = messages.of(body);
        message.setPipe(pipe);
        return message;
    }

    @Test
    void itIsACookedPair1() {
        assertEquals(SpProtocol.PAIR1, poly.protocol());
        assertFalse(poly.isRaw());
    }

    @Test
    void aMessageGoesToThePeerThatItNames() throws InterruptedException {
        connectBoth();
        send(one, "from one");
        Message fromOne = poly.receive();
        send(two, "from two");
        Message fromTwo = poly.receive();
        assertEquals("from one", text(fromOne));
        assertEquals("from two", text(fromTwo));
        SpPipe pipeOne = SpPipe.of(fromOne);
        SpPipe pipeTwo = SpPipe.of(fromTwo);
        poly.send(to(pipeTwo, "to two"));
        poly.send(to(pipeOne, "to one"));
        assertEquals("to one", receive(one));
        assertEquals("to two", receive(two));
        poly.send(fromTwo); // a received message names the peer that it came from
        assertEquals("from two", receive(two));
    }

    @Test
    void aMessageThatNamesNoPeerGoesToTheOldestOne() throws InterruptedException {
        connectBoth();
        send(poly, "first");
        assertEquals("first", receive(one));
        one.close();
        eventually(() -> pipes(poly) == 1);
        send(poly, "second");
        assertEquals("second", receive(two));
    }

    @Test
    void aMessageForAPeerThatHasGoneIsDroppedAndCounted() throws InterruptedException {
        connectBoth();
        send(one, "hello");
        SpPipe pipe = SpPipe.of(poly.receive());
        one.close();
        eventually(() -> pipes(poly) == 1);
        poly.send(to(pipe, "too late"));
        assertEquals(1, stat(poly, "tx_drop"));
        assertNothingComes(two);
        two.close();
        eventually(() -> pipes(poly) == 0);
        send(poly, "for nobody");
        assertEquals(2, stat(poly, "tx_drop"));
    }

    @Test
    void aSlowPeerLosesMessagesAndHoldsUpNobody() throws InterruptedException {
        connectBoth();
        send(two, "hello");
        SpPipe pipe = SpPipe.of(poly.receive());
        for (int i = 0; i < 1000; i++) {
            send(poly, "for one, who does not receive");
        }
        assertTrue(stat(poly, "tx_drop") > 0);
        poly.send(to(pipe, "for two"));
        assertEquals("for two", receive(two));
    }

    @Test
    void aSendWaitsForTheFirstPeerOnly() throws InterruptedException {
        assertFalse(poly.trySend(messages.of("nobody yet")));
        Aio waiting = sending(poly, "waiting");
        Aio cancelled = sending(poly, "cancelled");
        cancelled.cancel();
        assertEquals(AioError.ECANCELED, result(cancelled));
        assertTrue(waiting.isBusy());
        connect(poly, one, URL);
        assertEquals(AioError.OK, result(waiting));
        assertEquals("waiting", receive(one));
    }

    @Test
    void closingEndsSendsAndReceives() {
        Aio sending = sending(poly, "never");
        Aio receiving = receiving(poly);
        poly.close();
        assertEquals(AioError.ECLOSED, result(sending));
        assertEquals(AioError.ECLOSED, result(receiving));
    }

    @Test
    void itTalksToAnotherPolyamorousSocket() throws InterruptedException {
        SpSocket other = sockets.openPoly().set(SpOptions.RECEIVE_TIMEOUT, SOON);
        connect(poly, other, URL);
        send(other, "hello");
        Message hello = poly.receive();
        assertSame(poly, SpPipe.of(hello).socket());
        poly.send(hello);
        assertEquals("hello", receive(other));
    }
}
