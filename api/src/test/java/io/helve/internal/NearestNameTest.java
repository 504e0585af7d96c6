package io.helve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES =
            List.of("copy", "netcat", "echo", "cat", "perf", "stats", "shell", "help", "--timeout", "--listen");

    @ParameterizedTest
    @CsvSource({
        "cpoy, copy",
        "cop, copy",
        "COPY, copy",
        "net, netcat",
        "ncat, cat",
        "netcta, netcat",
        "stat, stats",
        "sehll, shell",
        "--tiemout, --timeout",
        "--time, --timeout",
        "--lisen, --listen"
    })
    void isTheOneThatWasProbablyMeant(String typed, String meant) {
        assertEquals(meant, NearestName.of(typed, NAMES).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({"fly", "x", "--nonsense", "statistics", "-"})
    void isNoneIfAllAreFar(String typed) {
        assertEquals("none", NearestName.of(typed, NAMES).orElse("none"));
    }
}
