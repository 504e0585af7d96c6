package io.helve.examples.filewatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherIT {
    @TempDir
    Path directory;

    @Test
    void theBundlePrintsWhatIsAppendedToTheFile() throws Exception {
        Process shell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "..", "app", "target", "helve.jar")
                                .toAbsolutePath()
                                .toString(),
                        "shell")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (PrintStream commands = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader output = shell.inputReader(StandardCharsets.UTF_8)) {
            Path bundle = Path.of("target", "file-watcher.jar").toAbsolutePath();
            commands.println("start " + bundle.toUri());
            assertTimeoutPreemptively(Duration.ofSeconds(180), () -> {
                Path watched = Files.writeString(directory.resolve("watched.txt"), "the first line\n");
                awaitLine(output, "the first line");
                Files.writeString(watched, "the second line\n", StandardOpenOption.APPEND);
                awaitLine(output, "the second line");
                commands.close(); // the shell ends with its input, and stops all bundles
                assertEquals(0, shell.waitFor());
            });
        } finally {
            shell.destroyForcibly();
        }
    }

    private static void awaitLine(BufferedReader output, String wanted) throws IOException {
        for (String line = output.readLine(); !line.contains(wanted); ) {
            line = output.readLine();
        }
    }
}
