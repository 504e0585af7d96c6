package io.helve.itest.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Maven project that is no part of the reactor uses Helve as it would be published. */
class ConsumerIT {
    private static final String VERSION = System.getProperty("helve.version");
    private static final Path STAGED = Path.of(System.getProperty("staging.repository"));

    /** What everything else comes from: the repository into which the build of Helve has downloaded it. */
    private static final Path LOCAL = Path.of(System.getProperty("local.repository"));

    private static final Path PROJECT = Path.of("src", "it", "project");

    @TempDir
    Path temp;

    @BeforeAll
    static void theBuildHasStagedIt() {
        assumeTrue(Files.isDirectory(STAGED), "Maven deploys nothing when it is offline");
    }

    @BeforeEach
    void layOutTheProject() throws IOException {
        String versions = Files.readString(Path.of("..", "..", "pom.xml"));
        try (Stream<Path> files = Files.walk(PROJECT).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path copy = temp.resolve("project").resolve(PROJECT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Pattern.compile("@([a-z-]+)@")
                                .matcher(Files.readString(file))
                                .replaceAll(placeholder -> version(versions, placeholder)));
            }
        }
        Files.writeString(temp.resolve("settings.xml"), """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>downloaded</id>
                      <mirrorOf>central</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>staged</id>
                      <repositories>
                        <repository>
                          <id>staged</id>
                          <url>%s</url>
                          <snapshots><enabled>true</enabled></snapshots>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>staged</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(LOCAL.toUri(), STAGED.toUri()));
    }

    private static String version(String pom, MatchResult placeholder) {
        String artifact = placeholder.group(1);
        if (artifact.equals("helve")) {
            return VERSION;
        }
        return Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<")
                .matcher(pom)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void itBuildsWithTheBomAndTwoDependenciesAndItsTestPasses() throws Exception {
        String settings = temp.resolve("settings.xml").toString();
        Path log = temp.resolve("log.txt");
        ProcessBuilder maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-ntp",
                        "--offline",
                        "-Daether.offline.protocols=file",
                        "-gs",
                        settings,
                        "-s",
                        settings,
                        "-Dmaven.repo.local=" + temp.resolve("repository"),
                        "test")
                .directory(temp.resolve("project").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "Maven ends by itself");
        } finally {
            process.destroyForcibly();
        }

        String output = Files.readString(log);
        assertEquals(0, process.exitValue(), output);
        assertTrue(output.contains("Tests run: 1, Failures: 0"), output);
    }

    @Test
    void whatIsPublishedHasAPomThatMavenCentralTakes() throws IOException {
        List<String> published;
        try (Stream<Path> artifacts = Files.list(STAGED.resolve("io/helve"))) {
            published = artifacts
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
        assertTrue(
                published.containsAll(List.of("helve", "helve-bom", "io.helve.api", "io.helve.impl")), "" + published);
        for (String artifact : published) {
            String pom = Files.readString(
                    newest(STAGED.resolve("io/helve").resolve(artifact).resolve(VERSION), ".pom"));
            assertTrue(pom.contains("<name>") && pom.contains("<description>"), artifact);
            if (pom.contains("<parent>")) {
                String parent = pom.replaceFirst("(?s).*<parent>.*?<artifactId>([^<]+)<.*", "$1");
                assertTrue(published.contains(parent), artifact + " has a parent that is not published: " + parent);
            } else {
                for (String element : List.of("url", "licenses", "developers", "scm")) {
                    assertTrue(pom.contains("<" + element), artifact + " has no " + element);
                }
            }
        }
    }

    private static Path newest(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }
}
