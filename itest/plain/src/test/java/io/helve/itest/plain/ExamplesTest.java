package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each example has a command that runs it, a test that the build runs, and a row in the index. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples");
    private static final Pattern COMMAND = Pattern.compile("(?m)^    (mvn .*)$");

    @Test
    void everyExampleHasACommandThatRunsIt() throws IOException {
        for (String example : examples()) {
            String pom = read(example, "pom.xml");
            String command = COMMAND.matcher(read(example, "README.md"))
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse("");
            if (pom.contains("bnd-maven-plugin")) {
                assertEquals(
                        "mvn -q -pl examples/" + example + " -am -DskipTests package && (echo \"start file:examples/"
                                + example + "/target/" + example + ".jar\"; cat) | bin/helve shell",
                        command);
                assertTrue(pom.contains("<finalName>" + example + "</finalName>"), example);
            } else {
                assertEquals(
                        "mvn -q -pl examples/" + example + " -am process-classes exec:java",
                        command.replaceFirst(" -Dexec\\.args=.*", ""));
                String main = first(pom, "<exec\\.mainClass>(.*)</exec\\.mainClass>");
                assertTrue(
                        Files.exists(
                                EXAMPLES.resolve(example).resolve("src/main/java/" + main.replace('.', '/') + ".java")),
                        main);
            }
        }
    }

    @Test
    void everyExampleHasATestThatItsPageNames() throws IOException {
        for (String example : examples()) {
            try (Stream<Path> files = Files.walk(EXAMPLES.resolve(example).resolve("src/test/java"))) {
                List<String> tests = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
                        .map(name -> name.replace(".java", ""))
                        .toList();
                assertEquals(1, tests.size(), example + ": " + tests);
                assertTrue(read(example, "README.md").contains("`" + tests.get(0) + "`"), tests.get(0));
            }
        }
    }

    @Test
    void everyExampleIsInTheIndex() throws IOException {
        String index = Files.readString(EXAMPLES.resolve("README.md"));
        for (String example : examples()) {
            assertTrue(index.contains("| [" + example + "](" + example + "/README.md) |"), example);
        }
    }

    /** {@return the modules of the build} */
    private static List<String> examples() throws IOException {
        List<String> modules = Pattern.compile("<module>(.*)</module>")
                .matcher(Files.readString(EXAMPLES.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(modules.size() >= 12, modules.toString());
        return modules;
    }

    private static String read(String example, String file) throws IOException {
        return Files.readString(EXAMPLES.resolve(example).resolve(file));
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
