package io.helve.ops.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table is text for people and JSON for programs. */
class TableTest {
    private static Table table() {
        Table table = new Table()
                .text("name")
                .numbers("count")
                .durations("runMax")
                .sizes("bytes")
                .text("lastFailure");
        table.row("short", 7, 1_500_000L, 2048L, "");
        table.row("a longer name", 123L, 0L, 10L, "it \"failed\"\u001b[31m");
        return table;
    }

    @Test
    void peopleSeeHeadingsAndUnitsAndNothingThatATerminalWouldObey() {
        assertEquals("""
                NAME           COUNT  RUN MAX  BYTES  LAST FAILURE
                short              7   1.50ms  2.00k
                a longer name    123        0     10  it "failed"\\u001b[31m
                """, table().toText());
    }

    @Test
    void programsSeeKeysAndPlainNumbers() {
        assertEquals("""
                [{"name":"short","count":7,"runMax":1500000,"bytes":2048,"lastFailure":""},
                 {"name":"a longer name","count":123,"runMax":0,"bytes":10,"lastFailure":"it \\"failed\\"\\u001b[31m"}]
                """, table().toJson());
    }

    @Test
    void anEmptyTableIsItsHeadingsOrAnEmptyArray() {
        Table empty = new Table().text("id", "name");
        assertEquals("ID  NAME\n", empty.toText());
        assertEquals("[]\n", empty.toJson());
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThrows(IllegalArgumentException.class, () -> table().row("too", "few"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "350, 350ns",
        "1500, 1.50us",
        "12345678, 12.3ms",
        "999999999, 1.00s",
        "59000000000, 59.0s",
        "60000000000, 1m0s",
        "7260000000000, 2h1m",
        "180000000000000, 2d2h"
    })
    void durationsHaveThreeFiguresOrTwoUnits(long nanos, String shown) {
        assertEquals(shown, Quantity.duration(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1023, 1023", "1024, 1.00k", "1536, 1.50k", "104857600, 100M", "9223372036854775807, 8.00E"})
    void sizesHaveThreeFigures(long bytes, String shown) {
        assertEquals(shown, Quantity.size(bytes));
    }
}
