package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Commands in README, guide and the pages of the examples exist: those of bin/helve with their options, and features.
 */
class CommandsInDocumentsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern HELVE = Pattern.compile("(?:bin/|`)helve ([a-z]+)([^|`\n]*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z][a-z-]*");
    private static final Pattern FEATURES = Pattern.compile("feature:install ((?:helve[a-z-]* ?)+)");
    private static final Pattern MODULES = Pattern.compile("mvn [^\n`]*-pl (\\S+)");

    @Test
    void everyCommandOfHelveExistsWithItsOptions() throws IOException {
        String sources = sources(ROOT.resolve("shell/src/main/java"));
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Path page : pages()) {
            var commands = HELVE.matcher(Files.readString(page));
            while (commands.find()) {
                if (!commands.group(1).equals("help") && !sources.contains("name = \"" + commands.group(1) + "\"")) {
                    missing.add(page + ": " + commands.group(1));
                }
                OPTION.matcher(commands.group(2))
                        .results()
                        .map(option -> option.group())
                        .filter(option -> !option.equals("--help")
                                && !sources.contains("\"" + option + "\"")
                                && !sources.contains("\"" + option.substring(2) + "\""))
                        .forEach(option -> missing.add(page + ": " + option));
                found++;
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(found >= 5, "only " + found + " commands were found");
    }

    @Test
    void everyFeatureOfKarafExists() throws IOException {
        String features = Files.readString(ROOT.resolve("karaf/src/main/feature/feature.xml"));
        Set<String> missing = new TreeSet<>();
        for (Path page : pages()) {
            FEATURES.matcher(Files.readString(page))
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).trim().split(" ")))
                    .filter(feature -> !features.contains("<feature name=\"" + feature + "\""))
                    .forEach(feature -> missing.add(page + ": " + feature));
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyModuleThatMavenBuildsExists() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path page : pages()) {
            MODULES.matcher(Files.readString(page))
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split(",")))
                    .filter(module -> !Files.exists(ROOT.resolve(module).resolve("pom.xml")))
                    .forEach(module -> missing.add(page + ": " + module));
        }
        assertEquals(Set.of(), missing);
    }

    private static Set<Path> pages() throws IOException {
        try (Stream<Path> guide = Files.walk(ROOT.resolve("docs/guide"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
            return Stream.of(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")), guide, examples)
                    .flatMap(pages -> pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
