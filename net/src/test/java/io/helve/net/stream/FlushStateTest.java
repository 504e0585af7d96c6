package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of all transitions of {@link FlushState}. */
class FlushStateTest {
    @ParameterizedTest
    @CsvSource({
        // state, written, flushed, readBegins, readEnds
        "CLEAN, WRITTEN, CLEAN, READING, CLEAN",
        "WRITTEN, WRITTEN, CLEAN, DEFERRED, WRITTEN",
        "READING, DEFERRED, READING, READING, CLEAN",
        "DEFERRED, DEFERRED, READING, DEFERRED, WRITTEN"
    })
    void everyEventLeadsSomewhere(
            FlushState state, FlushState written, FlushState flushed, FlushState readBegins, FlushState readEnds) {
        assertEquals(written, state.written());
        assertEquals(flushed, state.flushed());
        assertEquals(readBegins, state.readBegins());
        assertEquals(readEnds, state.readEnds());
    }

    @Test
    void aStateTellsWhetherSomethingWasWrittenAndWhetherTheChannelReads() {
        List<String> told = new ArrayList<>();
        for (FlushState state : FlushState.values()) {
            told.add(state + " " + state.isPending() + " " + state.isReading());
        }
        assertEquals(
                List.of("CLEAN false false", "WRITTEN true false", "READING false true", "DEFERRED true true"), told);
    }
}
