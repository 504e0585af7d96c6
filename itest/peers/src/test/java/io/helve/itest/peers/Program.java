package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of others (or a JVM of ours) that runs beside the test. What it prints is kept; closing this kills it. */
final class Program implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final Output out;
    private final Output err;
    private final ExecutorService input = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "input of a peer");
        thread.setDaemon(true);
        return thread;
    });

    private Program(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
    }

    static Program start(String... command) {
        return start(List.of(command));
    }

    static Program start(List<String> command) {
        try {
            return new Program(command, new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a JVM with the test's class path. */
    static Program java(Class<?> main, String... arguments) {
        return start(javaCommand(main, arguments));
    }

    static List<String> javaCommand(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dpeers.transport=" + System.getProperty("peers.transport", "AUTO"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Collects what comes out of the program. */
    private static final class Output extends Thread {
        private final InputStream from;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(InputStream from) {
            super("output of a peer");
            this.from = from;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            byte[] chunk = new byte[8192];
            try (from) {
                for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                    synchronized (bytes) {
                        bytes.write(chunk, 0, n);
                    }
                }
            } catch (IOException e) {
                // it was killed
            }
        }

        byte[] bytes() {
            synchronized (bytes) {
                return bytes.toByteArray();
            }
        }
    }

    /** Waits for a line, in any of the two outputs, that has a match, and returns it. */
    Matcher await(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        Matcher[] found = new Matcher[1];
        try {
            StreamTest.eventually(regex + " from " + command).until(() -> {
                boolean alive = process.isAlive();
                found[0] = pattern.matcher(text());
                if (found[0].find()) {
                    return true;
                }
                if (!alive && !out.isAlive() && !err.isAlive()) {
                    throw new AssertionError("ended without " + regex);
                }
                return false;
            });
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("no " + regex + " from " + this, e);
        }
        return found[0];
    }

    /** Waits for a line with a number, such as a port, as the only group. */
    int awaitNumber(String regex) {
        return Integer.parseInt(await(regex).group(1));
    }

    /** All that has been printed so far. */
    String text() {
        return new String(out.bytes(), StandardCharsets.UTF_8) + "\n" + new String(err.bytes(), StandardCharsets.UTF_8);
    }

    /** The standard output so far. */
    byte[] output() {
        return out.bytes();
    }

    /** Writes to its standard input, without waiting until it has read that. */
    void write(byte[] bytes) {
        input.execute(() -> {
            try {
                OutputStream in = process.getOutputStream();
                in.write(bytes);
                in.flush();
            } catch (IOException e) {
                // it has ended; what it printed says why
            }
        });
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends its standard input, after what has been written. */
    void endInput() {
        input.execute(() -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // it has ended
            }
        });
    }

    /** Waits until it has ended by itself, and all output is here. */
    int awaitExit() {
        try {
            assertTrue(process.waitFor(StreamTest.LONG.toSeconds(), TimeUnit.SECONDS), () -> "ends by itself: " + this);
            out.join(StreamTest.LONG.toMillis());
            err.join(StreamTest.LONG.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Gives it a moment to end by itself, which it need not. */
    void awaitExitFor(long millis) {
        try {
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it with SIGKILL, and its children, and waits for the end. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
        endInput();
        input.shutdown();
        try {
            assertTrue(input.awaitTermination(StreamTest.LONG.toSeconds(), TimeUnit.SECONDS), "input has ended");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        String text = text();
        return command + ": " + (text.length() > 4000 ? text.substring(0, 4000) + "..." : text);
    }
}
