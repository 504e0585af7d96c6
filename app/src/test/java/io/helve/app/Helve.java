package io.helve.app;

import static io.helve.testkit.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runnable jar as a process, in a directory of its own and with a temporary directory of its own. */
final class Helve {
    private static final Path JAR = Path.of(System.getProperty("helve.jar"));
    private static final long LIMIT_SECONDS = 150;
    private static final Pattern LISTENING = Pattern.compile("[Ll]istening at:? (\\S+)\n");

    /** What a process has left behind. */
    record ProgramResult(int code, String out, String err) {}

    private final Path directory;
    private final Path temporary;
    private final Path out;
    private final Path err;
    private final List<Process> started = new ArrayList<>();

    Helve(Path directory) throws IOException {
        this.directory = directory;
        Path outside = Files.createDirectory(directory.resolveSibling(directory.getFileName() + "-outside"));
        temporary = Files.createDirectory(outside.resolve("tmp"));
        out = outside.resolve("out");
        err = outside.resolve("err");
    }

    /** Where the process keeps temporary files; empty after it has ended. */
    Path temporary() {
        return temporary;
    }

    ProgramResult run(String... arguments) throws IOException, InterruptedException {
        return run(null, arguments);
    }

    /** Runs it to its end, with a file as standard input, or an empty one. */
    ProgramResult run(Path input, String... arguments) throws IOException, InterruptedException {
        File in = input == null
                ? Files.write(temporary.resolveSibling("in"), new byte[0]).toFile()
                : input.toFile();
        return end(start(builder(arguments).redirectInput(in)));
    }

    ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + temporary);
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow"); // or it warns of the framework
        }
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    Process start(ProcessBuilder builder) throws IOException {
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        started.add(process);
        return process;
    }

    /** Waits until the process says that it listens, and returns the URL. */
    String awaitListening(Process process) throws IOException {
        await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> listening().find() || !process.isAlive());
        Matcher matcher = listening();
        assertTrue(matcher.find(), "it has ended instead of listening: " + text(err));
        return matcher.group(1);
    }

    /** Waits until a program listens at a socket file: the file is there a moment earlier. Needs Linux. */
    static void awaitListening(Path socket) {
        await().until(() -> Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .anyMatch(line -> line.contains(" 00010000 ") && line.endsWith(" " + socket)));
    }

    private Matcher listening() throws IOException {
        return LISTENING.matcher(text(out) + text(err));
    }

    /** Sends a signal, such as INT. */
    static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertEquals(0, kill.waitFor());
    }

    /** Ends what a failed test has left running. */
    void close() {
        started.forEach(Process::destroyForcibly);
    }

    ProgramResult end(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it does not end");
        return new ProgramResult(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
