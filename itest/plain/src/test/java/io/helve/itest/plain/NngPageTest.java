package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/nng.md} tells the truth: each counterpart of a function of nng is in Helve's API. */
class NngPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "nng.md");

    /** A row of the table of functions. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`nng_[^|]*) \\| ([^|]+) \\|$");

    private static final Pattern FUNCTION = Pattern.compile("`(nng_\\w+)`");

    /** A class, perhaps with a nested one, and perhaps a member: {@code TlsConfig.Builder.trust}. */
    private static final Pattern NAME =
            Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:\\.[A-Z]\\w*[a-z]\\w*)?)(?:\\.(\\w+))?`");

    private static final List<String> PACKAGES = List.of(
            "aio", "aio.provider", "file", "message", "option", "sp", "sp.provider", "stream", "stream.provider");

    /** How many functions nng.h of nng 2.0 has. */
    private static final int FUNCTIONS = 374;

    @Test
    void everyFunctionOfNngStandsInOneRow() throws IOException {
        List<String> functions = new ArrayList<>();
        for (MatchResult row : rows()) {
            FUNCTION.matcher(row.group(1)).results().forEach(function -> functions.add(function.group(1)));
        }
        assertEquals(FUNCTIONS, functions.size());
        assertEquals(FUNCTIONS, new TreeSet<>(functions).size(), "a function stands in two rows");
    }

    @Test
    void everyRowHasACounterpartOrTheReasonWhyThereIsNone() throws IOException {
        for (MatchResult row : rows()) {
            String counterpart = row.group(2);
            assertTrue(
                    NAME.matcher(counterpart).find()
                            || counterpart.startsWith("none")
                            || counterpart.startsWith("Java's ")
                            || counterpart.startsWith("the "),
                    row.group());
        }
    }

    @Test
    void everyCounterpartAndEveryNameInADifferenceIsInTheApi() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        Matcher names = NAME.matcher(Files.readString(PAGE));
        while (names.find()) {
            if (!exists(names.group(1), names.group(2))) {
                missing.add(names.group());
            }
        }
        assertEquals(new TreeSet<String>(), missing);
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    private static boolean exists(String name, String member) {
        Class<?> type = find(name);
        if (type == null) {
            return name.equals("CompletableFuture");
        }
        return member == null
                || Stream.<Member>concat(Stream.of(type.getMethods()), Stream.of(type.getFields()))
                        .anyMatch(each -> each.getName().equals(member));
    }

    private static Class<?> find(String name) {
        for (String each : PACKAGES) {
            try {
                return Class.forName("io.helve." + each + "." + name.replace('.', '$'));
            } catch (ClassNotFoundException e) {
                // it may be in another package
            }
        }
        return null;
    }
}
