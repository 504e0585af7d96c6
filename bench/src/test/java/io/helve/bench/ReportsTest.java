package io.helve.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Python tests of {@code bench/compare}'s reports; they are in {@code bench/test_reports.py}. */
class ReportsTest {
    @TempDir
    Path directory;

    @Test
    void pythonsTestsOfTheReportsPass() throws Exception {
        assumeTrue(run("--version") == 0, "bench/compare needs python3, which is not installed");

        assertEquals(0, run("-B", "-m", "unittest", "test_reports"), this::output);
        assertTrue(output().contains("\nRan "), "no test has run");
    }

    private int run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        try {
            // surefire runs tests in the directory of the module
            Process python = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            if (!python.waitFor(2, TimeUnit.MINUTES)) {
                python.destroyForcibly();
                throw new AssertionError("python3 runs for more than two minutes: " + output());
            }
            return python.exitValue();
        } catch (IOException notInstalled) {
            return -1;
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
