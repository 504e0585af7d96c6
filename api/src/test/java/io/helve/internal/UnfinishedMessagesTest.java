package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.internal.UnfinishedMessages.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages of which a part has arrived: they have a budget, and those of silent peers give way. */
class UnfinishedMessagesTest {
    private static final int SIZE = 100 << 10;

    private final List<String> gone = new ArrayList<>();
    private final MemoryBudget all = new MemoryBudget(8 * SIZE);
    private long now;
    private final UnfinishedMessages messages = new UnfinishedMessages(all, 4 * SIZE, () -> now);

    private Entry entry(String name) {
        return new Entry(() -> gone.add(name));
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void theMessageWhosePeerHasBeenSilentForTheLongestGivesWay() {
        Entry first = entry("first");
        Entry second = entry("second");
        assertTrue(messages.holds(first, 2 * SIZE));
        assertTrue(messages.holds(second, 2 * SIZE));
        pass(200);
        assertTrue(messages.holds(first, 2 * SIZE)); // its peer has sent something
        assertTrue(messages.holds(entry("third"), SIZE));
        assertEquals(List.of("second"), gone);
        assertFalse(messages.holds(second, 3 * SIZE), "its connection is being closed");
        assertEquals(3 * SIZE, messages.used());
    }

    @Test
    void whileAllPeersSendTheMessageThatNeedsMoreGivesWay() {
        Entry first = entry("first");
        Entry second = entry("second");
        assertTrue(messages.holds(first, 2 * SIZE));
        assertTrue(messages.holds(second, 2 * SIZE));
        assertFalse(messages.holds(second, 3 * SIZE));
        assertEquals(List.of(), gone, "the caller closes the connection");
        assertEquals(2 * SIZE, messages.used());
        messages.ended(second);
        messages.ended(first);
        assertEquals(0, messages.used());
        assertEquals(0, all.used());
    }

    @Test
    void theOnlyMessageMayBecomeAsLongAsItsSocketAllows() {
        Entry only = entry("only");
        assertTrue(messages.holds(only, 20 * SIZE));
        assertTrue(messages.holds(only, 30 * SIZE));
        messages.ended(only);
        assertEquals(0, all.used());
    }

    @Test
    void aTenantDoesNotTakeWhatBelongsToAll() {
        UnfinishedMessages others = new UnfinishedMessages(all, 8 * SIZE, () -> now);
        assertTrue(others.holds(entry("a"), 4 * SIZE));
        assertTrue(others.holds(entry("b"), 3 * SIZE));
        Entry ours = entry("ours");
        assertTrue(messages.holds(ours, SIZE));
        assertFalse(messages.holds(entry("more"), SIZE));
        pass(200);
        assertTrue(messages.holds(entry("again"), SIZE));
        assertEquals(List.of("ours"), gone, "a message of this tenant");
    }

    @Test
    void whatIsShortDoesNotCount() {
        assertTrue(messages.holds(entry("short"), UnfinishedMessages.FREE));
        assertEquals(0, messages.used());
    }
}
