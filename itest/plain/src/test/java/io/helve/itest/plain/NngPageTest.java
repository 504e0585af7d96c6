package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/nng.md} tells the truth: each counterpart of a function or an option of nng is in Helve's API. */
class NngPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "nng.md");

    /** A row of the table of functions. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`nng_[^|]*) \\| ([^|]+) \\|$");

    /** A row of the table of options. */
    private static final Pattern OPTION_ROW = Pattern.compile("(?m)^\\| (`NNG_OPT_[^|]*) \\| ([^|]+) \\|$");

    private static final Pattern OPTION = Pattern.compile("`(NNG_OPT_\\w+)`");

    private static final Pattern FUNCTION = Pattern.compile("`(nng_\\w+)`");

    /** A class, perhaps with a nested one, and perhaps a member: {@code TlsConfig.Builder.trust}. */
    private static final Pattern NAME =
            Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:\\.[A-Z]\\w*[a-z]\\w*)?)(?:\\.(\\w+))?`");

    private static final List<String> PACKAGES = List.of(
            "aio", "aio.provider", "file", "message", "option", "sp", "sp.provider", "stream", "stream.provider");

    /** A word of the counterpart of all functions whose names begin so, unless there is no counterpart. */
    private static final Map<String, String> FAMILIES = Map.of(
            "nng_aio_", "Aio",
            "nng_msg_", "Message",
            "nng_ctx_", "SpC",
            "nng_pipe_", "Pipe",
            "nng_stat_", "SpStatistic",
            "nng_url_", "StreamUrl",
            "nng_stream_", "Stream",
            "nng_udp_", "Endpoint",
            "nng_tls_config_", "TlsConfig");

    @Test
    void everyFunctionOfNngStandsInOneRow() throws IOException {
        assertEachStandsInOneRow("functions.txt", ROW, FUNCTION);
    }

    @Test
    void everyOptionOfNngStandsInOneRow() throws IOException {
        assertEachStandsInOneRow("options.txt", OPTION_ROW, OPTION);
    }

    /** Compares the names with those of nng.h of nng 2.0, which a resource lists. */
    private static void assertEachStandsInOneRow(String resource, Pattern row, Pattern name) throws IOException {
        List<String> names = new ArrayList<>();
        for (MatchResult each : rows(row)) {
            name.matcher(each.group(1)).results().forEach(found -> names.add(found.group(1)));
        }
        List<String> expected = Files.readAllLines(Path.of("src", "test", "resources", "nng", resource));
        Collections.sort(names);
        Collections.sort(expected);
        assertEquals(expected, names);
    }

    @Test
    void theCounterpartOfAFunctionIsOfItsFamily() throws IOException {
        for (MatchResult row : rows(ROW)) {
            for (Map.Entry<String, String> family : FAMILIES.entrySet()) {
                boolean isOfFamily = row.group(1).startsWith("`" + family.getKey());
                String counterpart = row.group(2);
                assertTrue(
                        !isOfFamily || counterpart.startsWith("none") || counterpart.contains(family.getValue()),
                        row.group());
            }
        }
    }

    @Test
    void everyRowHasACounterpartOrTheReasonWhyThereIsNone() throws IOException {
        List<MatchResult> all = new ArrayList<>(rows(ROW));
        all.addAll(rows(OPTION_ROW));
        for (MatchResult row : all) {
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

    private static List<MatchResult> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(PAGE)).results().toList();
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
