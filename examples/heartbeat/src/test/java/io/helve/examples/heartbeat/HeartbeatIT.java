package io.helve.examples.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatIT {
    @Test
    void theBundleBeatsInAFramework() throws Exception {
        Process shell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "..", "app", "target", "helve.jar").toString(),
                        "shell")
                .redirectErrorStream(true)
                .start();
        try (PrintStream commands = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader output = shell.inputReader(StandardCharsets.UTF_8)) {
            commands.println("start file:target/heartbeat.jar");
            assertTimeoutPreemptively(Duration.ofSeconds(180), () -> {
                awaitLine(output, "still here");
                awaitLine(output, "still here");
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
