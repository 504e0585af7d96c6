package io.helve.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import io.helve.sp.SpOption;
import io.helve.stream.StreamOption;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of both kinds check their values and say what is allowed. */
class OptionTest {
    private static final Predicate<Integer> SMALL = value -> value < 10;

    static Stream<Option<Integer>> options() {
        return Stream.of(
                SpOption.of("size", Integer.class, 99, SMALL, "less than 10"),
                StreamOption.of("size", Integer.class, 99, SMALL, "less than 10"));
    }

    private static void assertRefused(
            Class<? extends RuntimeException> type, String message, Option<?> option, Object value) {
        assertEquals(
                message, assertThrowsExactly(type, () -> option.check(value)).getMessage());
    }

    @ParameterizedTest
    @MethodSource("options")
    void anOptionKnowsItsNameTypeAndDefault(Option<Integer> option) {
        assertEquals("size", option.name());
        assertEquals("size", option.toString());
        assertSame(Integer.class, option.type());
        assertEquals(99, option.defaultValue()); // a default need not be in range
    }

    @ParameterizedTest
    @MethodSource("options")
    void aValueInRangeIsReturned(Option<Integer> option) {
        assertEquals(9, option.check(9));
    }

    @ParameterizedTest
    @MethodSource("options")
    void othersAreRefused(Option<Integer> option) {
        assertRefused(IllegalArgumentException.class, "size must be less than 10, not 10", option, 10);
        assertRefused(NullPointerException.class, "size must be less than 10, not null", option, null);
        assertRefused(IllegalArgumentException.class, "size is a Integer, not a java.lang.String", option, "9");
    }

    @Test
    void optionsAreComparedByIdentity() {
        SpOption<Integer> option = SpOption.of("size", Integer.class, null, SMALL, "less than 10");
        assertNull(option.defaultValue());
        assertNotEquals(option, SpOption.of("size", Integer.class, null, SMALL, "less than 10"));
    }

    @Test
    void onlyTheDefaultMayBeNull() {
        assertThrows(NullPointerException.class, () -> SpOption.of(null, Integer.class, 1, SMALL, ""));
        assertThrows(NullPointerException.class, () -> SpOption.of("size", null, 1, SMALL, ""));
        assertThrows(NullPointerException.class, () -> StreamOption.of("size", Integer.class, 1, null, ""));
        assertThrows(NullPointerException.class, () -> StreamOption.of("size", Integer.class, 1, SMALL, null));
    }
}
