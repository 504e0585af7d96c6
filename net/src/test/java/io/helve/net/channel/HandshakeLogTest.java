package io.helve.net.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.net.LogRecords;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of peers that fail, and how often. */
class HandshakeLogTest {
    private final LogRecords records = new LogRecords(ChannelListener.class, Level.INFO);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final HandshakeLog log = new HandshakeLog("listener of x", now::get);

    @AfterEach
    void close() {
        records.close();
    }

    private void fail(String why) {
        log.failed(new InetSocketAddress("127.0.0.1", 1), new ProtocolException(why));
    }

    @Test
    void theFirstIsMentionedWithPeerErrorAndCause() {
        fail("a bad request");
        assertEquals(
                List.of("The handshake of /127.0.0.1:1 with the listener of x has failed with EPROTO: a bad request"),
                records.messages());
    }

    @Test
    void othersAreCountedUntilAMinuteHasPassed() {
        fail("one");
        for (int i = 0; i < 1000; i++) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
            fail("more");
        }
        assertEquals(1, records.messages().size());
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        fail("another");
        assertEquals(2, records.messages().size());
        String last = records.messages().get(1);
        assertTrue(last.endsWith("EPROTO: another; so have 1000 others since the last one mentioned"), last);
    }

    @Test
    void theEndSaysHowManyWereNotMentioned() {
        fail("one");
        fail("two");
        fail("three");
        log.closed();
        log.closed();
        assertEquals(2, records.messages().size());
        assertEquals(
                "Another 2 handshakes with the listener of x had failed",
                records.messages().get(1));
    }

    @Test
    void whoOnlyLooksWhetherThePortIsOpenIsNotMentioned() {
        log.failed(null, new IOException("Connection reset by peer"));
        log.closed();
        assertEquals(List.of(), records.messages());
    }

    @Test
    void whatAPeerHasSentCannotForgeLines() {
        fail("x\r\nINFO: all is well\u001b[2J" + "y".repeat(1000));
        String message = records.messages().get(0);
        assertTrue(message.chars().allMatch(c -> c >= ' '), message);
        assertTrue(message.length() < 400, message);
    }
}
