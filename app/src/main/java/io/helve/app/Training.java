package io.helve.app;

import io.helve.shell.CommandDispatcher;
import io.helve.shell.standalone.StandaloneServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the classes of the usual commands, for the archive that the JVM writes at the exit of this program
 * ({@code -XX:ArchiveClassesAtExit}). With the archive commands start in a fraction of the time. {@code bin/helve} runs
 * this once for each JDK, with standard output and standard error discarded.
 */
public final class Training {
    private Training() {}

    /** Runs some commands, whose results are ignored. */
    public static void main(String[] args) throws IOException {
        Path source = Files.createTempFile("helve-training-", ".source");
        Path target = Files.createTempFile("helve-training-", ".target");
        try (StandaloneServices services = new StandaloneServices()) {
            CommandDispatcher helve = new CommandDispatcher(services, () -> 0);
            for (List<String> command : List.of(
                    List.of("cat", "--version"),
                    List.of("copy", source.toString(), target.toString()),
                    List.of("copy", "--quiet", source.toString(), target.toString()),
                    List.of("perf", "inproc_lat", "--url", "tcp://127.0.0.1:0", "64", "10"),
                    List.of("netcat", "--help"),
                    List.of("stats"))) {
                helve.run(command.toArray(String[]::new));
            }
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(target);
        }
        System.exit(0);
    }
}
