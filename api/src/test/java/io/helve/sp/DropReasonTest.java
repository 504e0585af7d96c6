package io.helve.sp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.DropReason.Direction;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each reason has a counter of its own, whose name tells the direction. */
class DropReasonTest {
    @Test
    void countersHaveNamesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (DropReason reason : DropReason.values()) {
            assertTrue(names.add(reason.statistic()), reason::name);
            assertTrue(reason.statistic().startsWith(reason.direction().statistic() + "_"), reason::statistic);
            assertFalse(reason.description().isBlank(), reason::name);
        }
    }

    @Test
    void theTotalsHaveNngsStyleOfNames() {
        assertEquals("rx_drop", Direction.RECEIVING.statistic());
        assertEquals("tx_drop", Direction.SENDING.statistic());
        assertEquals("rx_drop_full", DropReason.RECEIVE_BUFFER_FULL.statistic());
        assertEquals("tx_drop_slow", DropReason.PEER_TOO_SLOW.statistic());
    }

    @Test
    void whatNobodyMissesIsNoLoss() {
        assertFalse(DropReason.NO_SUBSCRIPTION.isLoss());
        assertFalse(DropReason.NO_PEER.isLoss());
        assertTrue(DropReason.ENDED_PIPE.isLoss());
    }
}
