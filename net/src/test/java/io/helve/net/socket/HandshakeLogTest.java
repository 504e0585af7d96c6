package io.helve.net.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.net.LogRecords;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of peers that fail, and how often. */
class HandshakeLogTest {
    private final LogRecords records = new LogRecords(ListeningChannel.class, Level.INFO);
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
        // also what only some terminals and editors take for the end of a line or for a command, or show in another
        // order
        fail("M\u00fcller\r\nINFO: all is well\u001b[2J\u0085\u009b2J\u2028\u2029\u202e\ufeff" + "y".repeat(1000));
        String message = records.messages().get(0);
        assertTrue(
                message.contains(
                        "M\u00fcller\\r\\nINFO: all is well\\u001b[2J\\u0085\\u009b2J\\u2028\\u2029\\u202e\\ufeffyyy"),
                message);
        assertTrue(message.length() < 400, message);
    }

    @Test
    void whatAPeerHasSentInPlaceOfTlsIsNotShown() { // it may be a request with a password
        SSLException nettys = new NotSslRecordException("not an SSL/TLS record: 474554202f");
        log.failed(null, nettys);
        assertTrue(records.messages().get(0).endsWith("EPROTO: not an SSL/TLS record"), records.messages()::toString);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        log.failed(null, new DecoderException(nettys));
        assertTrue(records.messages().get(1).endsWith("not an SSL/TLS record"), records.messages()::toString);
    }
}
