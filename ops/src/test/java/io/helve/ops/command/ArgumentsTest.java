package io.helve.ops.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words after a command. */
class ArgumentsTest {
    private static final Usage LIST = Usage.list("handles", "Lists handles.", "--own", "--limit=");
    private static final Usage CLOSE = new Usage("close", "Closes.", List.of("--help"), List.of(), "ID");

    private static Arguments parse(Usage usage, String... words) {
        return Arguments.parse(usage, List.of(words));
    }

    private static String refusal(Usage usage, String... words) {
        return assertThrows(IllegalArgumentException.class, () -> parse(usage, words))
                .getMessage();
    }

    @Test
    void aValueFollowsAsTheNextWordOrAfterTheEqualsSign() {
        assertEquals(Optional.of("app"), parse(LIST, "--bundle", "app").value("--bundle"));
        assertEquals(Optional.of("app"), parse(LIST, "--json", "--bundle=app").value("--bundle"));
        assertTrue(parse(LIST, "--own", "--json").has("--own"));
        assertFalse(parse(LIST).has("--own"));
        assertEquals(12, parse(LIST, "--limit", "12").number("--limit", 3));
        assertEquals(3, parse(LIST).number("--limit", 3));
        assertEquals(
                List.of("socket/1", "pipe/2"),
                parse(CLOSE, "socket/1", "pipe/2").operands());
    }

    @Test
    void aMistakeIsToldWithWhatWasProbablyMeant() {
        assertEquals("helve:handles has no option --jsno; did you mean --json?", refusal(LIST, "--jsno"));
        assertEquals(
                "helve:handles has no option extra; the options are --json, --help, --own, --bundle, --limit",
                refusal(LIST, "extra"));
        assertEquals("--bundle needs a value", refusal(LIST, "--bundle"));
        Arguments none = parse(LIST, "--limit=0");
        assertEquals(
                "--limit must be a whole number above 0, not \"0\"",
                assertThrows(IllegalArgumentException.class, () -> none.number("--limit", 1))
                        .getMessage());
    }

    @Test
    void aBundleIsMeantByItsIdOrAPartOfItsName() {
        Arguments byId = parse(LIST, "--bundle", "12");
        assertTrue(byId.includes("org.example.app [12]"));
        assertFalse(byId.includes("org.example.app [112]"));
        assertFalse(byId.includes("org.example12 [3]"));
        assertTrue(parse(LIST, "--bundle", "example").includes("org.example.app [12]"));
        assertFalse(parse(LIST, "--bundle", "other").includes("org.example.app [12]"));
        assertTrue(parse(LIST).includes("org.example.app [12]"));
    }

    @Test
    void theUsageNamesAllOptions() {
        assertEquals(
                "helve:handles [--json] [--help] [--own] [--bundle BUNDLE] [--limit LIMIT]\n  Lists handles.\n",
                LIST.help());
        assertEquals("helve:close [--help] ID...\n  Closes.\n", CLOSE.help());
    }
}
