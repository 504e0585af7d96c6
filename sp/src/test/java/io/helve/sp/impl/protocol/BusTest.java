package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.message.Message;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import org.junit.jupiter.api.Test;

/** A bus: to all neighbours, not further; raw, not back. */
class BusTest extends SpTest {
    private static final String URL = "inproc://bus";

    @Test
    void neighboursHearEachOther() throws InterruptedException {
        SpSocket hub = open(SpProtocol.BUS);
        SpSocket one = open(SpProtocol.BUS);
        SpSocket two = open(SpProtocol.BUS);
        connect(hub, one, URL);
        connect(hub, two, URL + "-two");
        send(hub, "from hub");
        assertEquals("from hub", receive(one));
        assertEquals("from hub", receive(two));
        send(one, "from one");
        assertEquals("from one", receive(hub));
        assertNothingComes(two);
        assertNothingComes(one);
    }

    @Test
    void whoDoesNotListenLosesMessagesAndHarmsNobody() throws InterruptedException {
        SpSocket talker = open(SpProtocol.BUS);
        SpSocket deaf = open(SpProtocol.BUS);
        connect(talker, deaf, URL);
        for (int i = 0; i < 1000; i++) {
            assertTrue(talker.trySend(messages.of("message " + i)));
        }
        eventually(() -> stat(deaf, "rx_drop") + stat(talker, "tx_drop") >= 1000 - 16);
        assertEquals("message 0", receive(deaf));
    }

    @Test
    void aRawSocketSendsNothingBack() throws InterruptedException {
        SpSocket raw = openRaw(SpProtocol.BUS);
        SpSocket one = open(SpProtocol.BUS);
        SpSocket two = open(SpProtocol.BUS);
        connect(raw, one, URL);
        connect(raw, two, URL + "-two");
        send(one, "from one");
        Message message = raw.receive();
        assertEquals(SpPipe.of(message).id(), message.header().getInt(0));
        raw.send(message);
        assertEquals("from one", receive(two));
        assertNothingComes(one);
    }
}
