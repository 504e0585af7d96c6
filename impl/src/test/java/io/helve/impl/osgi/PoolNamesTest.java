package io.helve.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolNamesTest {
    private final PoolNames names = new PoolNames();
    private final List<String> told = new ArrayList<>();
    private final Runnable first = () -> told.add("first");
    private final Runnable second = () -> told.add("second");
    private final Runnable third = () -> told.add("third");

    @Test
    void theFirstClaimantHasTheName() {
        assertTrue(names.claim("blue", first));
        assertTrue(names.claim("blue", first));
        assertFalse(names.claim("blue", second));
        assertTrue(names.claim("red", third));
    }

    @Test
    void theNextInLineIsToldAndHasTheName() {
        names.claim("blue", first);
        names.claim("blue", second);
        names.claim("blue", third);
        names.release(first);
        assertEquals(List.of("second"), told);
        assertFalse(names.claim("blue", third));
        assertTrue(names.claim("blue", second));
        names.release(second);
        assertEquals(List.of("second", "third"), told);
    }

    @Test
    void aClaimantThatNoLongerWaitsIsNotTold() {
        names.claim("blue", first);
        names.claim("blue", second);
        names.release(second);
        names.release(first);
        assertEquals(List.of(), told);
        assertTrue(names.claim("blue", third));
    }

    @Test
    void aClaimantMayClaimWhenItIsTold() {
        List<Boolean> claimed = new ArrayList<>();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                claimed.add(names.claim("blue", this));
            }
        };
        names.claim("blue", first);
        names.claim("blue", again);
        names.release(first);
        assertEquals(List.of(true), claimed);
    }
}
