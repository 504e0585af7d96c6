package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many records without data a peer may send. */
class UselessRecordsTest {
    private long now = Long.MAX_VALUE;
    private final UselessRecords records = new UselessRecords(() -> now);

    private void records(int count) {
        for (int i = 0; i < count; i++) {
            records.recordBegins();
        }
    }

    @Test
    void somePeersSendAFewAtOnce() {
        records(UselessRecords.MOST);
        assertFalse(records.areTooMany());
        records(1);
        assertTrue(records.areTooMany());
    }

    @Test
    void afterTenSecondsTheyBeginAnew() {
        records(UselessRecords.MOST + 1);
        now += Duration.ofSeconds(10).toNanos();
        assertFalse(records.areTooMany());
        records(UselessRecords.MOST);
        assertFalse(records.areTooMany());
        records(1);
        assertTrue(records.areTooMany());
    }

    @Test
    void recordsWithDataMakeUpForThem() {
        for (int i = 0; i < 10_000; i++) {
            records(2); // one of them without data
            records.broughtData();
        }
        records(UselessRecords.MOST);
        assertFalse(records.areTooMany());
    }
}
