package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages for subscribers that lag: one list for all of them, whatever their number. */
class SubscribersTest {
    private static final int MANY = 10_000;

    private final MessagePool messages = new MessagePool();
    private final ByteQuota quota = new ByteQuota();
    private final Backlog backlog = new Backlog(quota);

    private SpMessage message() {
        SpMessage message = messages.alloc(10);
        message.pass();
        message.hold(1);
        return message;
    }

    @Test
    void stalledSubscribersShareOneBacklogAndEachLossIsCounted() {
        backlog.setLimit(4);
        for (int i = 0; i < MANY; i++) {
            assertEquals(0, backlog.enter());
        }
        long lost = 0;
        for (int i = 0; i < 10; i++) {
            lost += backlog.add(message(), MANY);
        }
        assertEquals(6L * MANY, lost);
        assertEquals(6, backlog.first());
        assertEquals(10, backlog.end());
        assertEquals(4 * 10, quota.held(), "one copy, however many wait for it");
    }

    @Test
    void aMessageStaysUntilTheLastOneThatWaitsForItHasIt() {
        backlog.setLimit(4);
        long early = backlog.enter();
        List<SpMessage> sent = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sent.add(message());
            backlog.add(sent.get(i), 1);
        }
        long late = backlog.enter();
        sent.add(message());
        backlog.add(sent.get(2), 2);
        for (long at = early; at < backlog.end(); at++) {
            assertSame(sent.get((int) at), backlog.get(at));
            backlog.advance(at);
        }
        backlog.leave(backlog.end());
        backlog.trim();
        assertEquals(late, backlog.first());
        assertEquals(10, quota.held());
        backlog.leave(late);
        backlog.trim();
        assertEquals(0, quota.held());
    }

    @Test
    void withoutABufferEveryMessageIsLostForThoseThatLag() {
        backlog.setLimit(0);
        backlog.enter();
        backlog.enter();
        assertEquals(2, backlog.add(message(), 2));
        assertEquals(2, backlog.add(message(), 2));
        assertEquals(2, backlog.first());
        assertEquals(0, quota.held());
    }

    @Test
    void aMessageThatNoQuotaHasRoomForIsLostForAllAndCountedOnce() {
        backlog.setLimit(4);
        quota.setLimit(15);
        backlog.enter();
        assertEquals(0, backlog.add(message(), 1));
        assertEquals(0, backlog.add(message(), 1));
        assertEquals(1, backlog.add(message(), 1), "the oldest makes room");
        quota.setLimit(1);
        assertEquals(2, backlog.add(message(), 1), "the oldest does not make enough room");
        assertNull(backlog.get(backlog.end() - 1));
        assertTrue(backlog.first() > 0);
    }
}
