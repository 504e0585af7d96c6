package io.helve.races;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the jcstress tests in a virtual machine of their own, from which they fork others; the output is in target/. */
class JcstressIT {
    private static final String SHORT = "-v -m quick -iters 1 -time 250 -jvmArgs -XX:+UseSerialGC";
    private static final String LONG = "-v -m default";
    private static final Path OUTPUT = Path.of("target", "jcstress.txt");

    @Test
    void noRaceHasAForbiddenOutcome() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Jcstress.class.getName()));
        command.addAll(List.of(
                System.getProperty("jcstress", Length.isLong() ? LONG : SHORT).split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile())
                .start();
        try {
            assertTrue(process.waitFor(Length.isLong() ? 180 : 10, TimeUnit.MINUTES), "it does not end: " + tail());
            assertEquals(0, process.exitValue(), () -> "see " + OUTPUT.toAbsolutePath() + ": " + tail());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String tail() {
        try {
            List<String> lines = Files.readAllLines(OUTPUT);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
