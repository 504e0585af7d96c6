package io.helve.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "512b, 512",
        "1k, 1024",
        "256k, 262144",
        "256K, 262144",
        "256KiB, 262144",
        "1M, 1048576",
        "2g, 2147483648",
        "1T, 1099511627776"
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5M", "1x", "1 k", "k1", "99999999999999999999", "１"})
    void refusesAnythingElseAndShowsHowToWriteIt(String text) {
        String message = assertThrows(TypeConversionException.class, () -> ByteSize.parse(text))
                .getMessage();
        assertTrue(message.contains("256k"), message);
    }

    @Test
    void refusesWhatNoLongCanHold() {
        assertThrows(TypeConversionException.class, () -> ByteSize.parse("8E"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "10240, 10.0 KiB",
        "1048575, 1.00 MiB",
        "462422016, 441 MiB",
        "1073741824, 1.00 GiB",
        "1099511627776, 1.00 TiB",
        "1125899906842624, 1.00 PiB",
        "9223372036854775807, 8.00 EiB"
    })
    void writesThreeFiguresAndAUnit(long bytes, String text) {
        assertEquals(text, ByteSize.format(bytes));
    }
}
