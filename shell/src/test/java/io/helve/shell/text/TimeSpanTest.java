package io.helve.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "0s, PT0S"})
    void readsWhatPeopleWrite(String text, Duration time) {
        assertEquals(time, TimeSpan.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1 s", "1d", "9999999999s"})
    void refusesAnythingElseAndShowsHowToWriteIt(String text) {
        String message = assertThrows(TypeConversionException.class, () -> TimeSpan.parse(text))
                .getMessage();
        assertTrue(message.contains("500ms"), message);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "7.4, 0:07", "59.6, 1:00", "750, 12:30", "3600, 1:00:00", "90061, 25:01:01", "-3, 0:00"})
    void writesWhatIsLeftAsAClock(double seconds, String text) {
        assertEquals(text, TimeSpan.clock(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1234, 1.23 us",
        "12345, 12.3 us",
        "123456, 123 us",
        "999600, 1.00 ms",
        "450000000, 450 ms",
        "1250000000, 1.25 s",
        "3600000000000, 3600 s"
    })
    void writesThreeFiguresAndAUnit(long nanos, String text) {
        assertEquals(text, TimeSpan.format(nanos));
    }
}
