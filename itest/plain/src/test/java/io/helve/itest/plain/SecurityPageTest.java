package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each promise of docs/security.md names tests, and these exist. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    /** The rows of the tables whose second column is headed "test". */
    private static List<String> promises() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/security.md"));
        return Pattern.compile("(?m)^\\| promise \\| test \\|\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)")
                .matcher(page)
                .results()
                .flatMap(table -> table.group(1).lines())
                .toList();
    }

    /** The tests of all modules: source by simple name. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = name.equals("target") || name.startsWith(".") && name.length() > 2;
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.endsWith("Test.java") || name.endsWith("IT.java")) {
                    tests.merge(name.replace(".java", ""), Files.readString(file), String::concat);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }

    @Test
    void everyPromiseNamesTestsThatExist() throws IOException {
        Map<String, String> tests = tests();
        List<String> promises = promises();
        assertTrue(promises.size() >= 25, () -> "only " + promises.size() + " promises were found");
        Set<String> missing = new TreeSet<>();
        for (String promise : promises) {
            List<MatchResult> named = TEST.matcher(promise).results().toList();
            if (named.isEmpty()) {
                missing.add("no test: " + promise);
            }
            for (MatchResult test : named) {
                Pattern method = Pattern.compile(
                        "(?s)@(?:Test|ParameterizedTest)\\b(?:(?!\n    }\n).)*?void " + test.group(2) + "\\(");
                if (!method.matcher(tests.getOrDefault(test.group(1), "")).find()) {
                    missing.add(test.group());
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void thereIsAPageThatSaysHowToReportAWeakness() throws IOException {
        assertTrue(Files.readString(ROOT.resolve("SECURITY.md")).contains("docs/security.md"));
    }
}
