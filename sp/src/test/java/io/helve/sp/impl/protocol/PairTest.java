package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs: one peer, and in version 1 the hops. */
class PairTest extends SpTest {
    private static final String URL = "inproc://pair";

    @ParameterizedTest
    @EnumSource(
            value = SpProtocol.class,
            names = {"PAIR0", "PAIR1"})
    void aSecondPeerIsRejectedUntilTheFirstHasGone(SpProtocol protocol) throws InterruptedException {
        SpSocket one = open(protocol);
        SpSocket two = open(protocol);
        SpSocket three = open(protocol);
        connect(one, two, URL);
        three.dialer(URL).startInBackground();
        eventually(() -> stat(one, "reject") > 0);
        send(one, "for two");
        assertEquals("for two", receive(two));
        two.close();
        eventually(() -> pipes(one) == 1);
        send(one, "for three");
        assertEquals("for three", receive(three));
    }

    @Test
    void hopsAreCountedAndLimited() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR1).set(SpOptions.TTL_MAX, 3);
        SpSocket raw = openRaw(SpProtocol.PAIR1);
        connect(pair, raw, URL);
        send(pair, "x");
        Message first = raw.receive();
        assertEquals(4, first.header().remaining());
        assertEquals(1, first.header().getInt(0));
        raw.send(first); // now 2
        assertEquals("x", receive(pair));
        raw.send(withHops(3, "too far"));
        raw.send(withHops(2, "just here"));
        assertEquals("just here", receive(pair));
        assertEquals(1, stat(pair, "rx_drop"));
        assertFails(AioError.EPROTO, () -> raw.trySend(withHops(255, "x")));
        assertFails(AioError.EPROTO, () -> raw.trySend(messages.of("no header")));
        assertEquals(1, pipes(pair));
    }

    private Message withHops(int hops, String body) {
        Message message = messages.of(body);
        message.head().appendU32(hops);
        return message;
    }

    @Test
    void aHeaderInVersion0IsPartOfTheMessage() throws InterruptedException {
        SpSocket one = open(SpProtocol.PAIR0);
        SpSocket two = open(SpProtocol.PAIR0);
        connect(one, two, URL);
        Message message = messages.of("bc");
        message.head().append(new byte[] {'a'});
        one.send(message);
        assertEquals("abc", receive(two));
    }

    @Test
    void bothSidesSendAtATime() throws InterruptedException {
        SpSocket one = open(SpProtocol.PAIR1);
        SpSocket two = open(SpProtocol.PAIR1);
        connect(one, two, URL);
        for (int i = 0; i < 100; i++) {
            assertTrue(one.trySend(messages.of("one " + i)));
            assertTrue(two.trySend(messages.of("two " + i)));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("two " + i, receive(one));
            assertEquals("one " + i, receive(two));
        }
    }

    @Test
    void whatFollowsALotThatHasComeTooFarIsReceivedAlsoFromAPeerThatHasGone() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR1).set(SpOptions.TTL_MAX, 1);
        SpSocket raw = openRaw(SpProtocol.PAIR1);
        connect(pair, raw, URL);
        for (int i = 0; i < 200; i++) {
            raw.send(withHops(1, "too far"));
        }
        raw.send(withHops(0, "just here"));
        raw.close();
        eventually(() -> pipes(pair) == 0);
        assertEquals("just here", receive(pair));
        assertEquals(200, stat(pair, "rx_drop"));
    }
}
