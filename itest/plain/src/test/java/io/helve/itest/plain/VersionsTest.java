package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name the version that the build is about to release. */
class VersionsTest {
    private static final Path ROOT = Path.of("..", "..");

    /** The version as coordinates have it: {@code mvn:io.helve/ARTIFACT/VERSION}, and the XML that users copy. */
    private static final Pattern COORDINATES = Pattern.compile("mvn:io\\.helve/[\\w.-]+/([^/`\\s]+)"
            + "|io\\.helve:[\\w.-]+:([\\w.-]*\\w)"
            + "|<groupId>io\\.helve</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>([^<]+)<");

    @Test
    void coordinatesInDocumentsHaveTheVersionOfTheBuild() throws IOException {
        Set<String> versions = new TreeSet<>();
        int found = 0;
        for (Path document : documents()) {
            for (MatchResult match :
                    COORDINATES.matcher(Files.readString(document)).results().toList()) {
                found++;
                for (int group = 1; group <= match.groupCount(); group++) {
                    if (match.group(group) != null && !match.group(group).equals(version())) {
                        versions.add(ROOT.relativize(document) + ": " + match.group());
                    }
                }
            }
        }
        assertEquals(Set.of(), versions);
        assertTrue(found >= 2, found + " coordinates");
    }

    @Test
    void theChangelogTellsWhatIsInTheVersionOfTheBuild() throws IOException {
        String changelog = Files.readString(ROOT.resolve("CHANGELOG.md"));
        String newest = changelog.replaceFirst("(?s).*?\n## (\\S+) - .*", "$1");
        assertEquals(version(), newest);
    }

    /** Returns the version in the parent's pom, as it will be released. */
    private static String version() throws IOException {
        return Files.readString(ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>helve</artifactId>\\s*<version>([^<]+)<.*", "$1")
                .replace("-SNAPSHOT", "");
    }

    private static Set<Path> documents() throws IOException {
        Set<Path> documents = new TreeSet<>();
        for (String place : new String[] {"README.md", "docs", "examples"}) {
            if (Files.exists(ROOT.resolve(place))) {
                try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                    files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
                }
            }
        }
        return documents;
    }
}
