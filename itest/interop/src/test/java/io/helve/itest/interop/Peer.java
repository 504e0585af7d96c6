package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of others that runs beside the test and prints messages as msgpack. What it prints is kept; closing this
 * kills it.
 */
final class Peer implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Thread reader = new Thread(this::read, "output of a peer");

    private Peer(List<String> command) {
        this.command = command;
        try {
            process = Children.start(new ProcessBuilder(command).redirectErrorStream(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.setDaemon(true);
        reader.start();
    }

    static Peer start(List<String> command) {
        return new Peer(command);
    }

    /** Demands a program; where it is missing the test is skipped, or fails if the build has been told so. */
    static void demand(String name) {
        demand(isOnPath(name), "the program " + name);
    }

    /** Demands a file. */
    static void demand(Path file) {
        demand(Files.exists(file), "the file " + file);
    }

    private static boolean isOnPath(String name) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static void demand(boolean there, String what) {
        if (!there) {
            String message = what + " is not there; see itest/README.md";
            if (Boolean.getBoolean("peers.required")) {
                fail(message);
            }
            abort(message);
        }
    }

    private void read() {
        byte[] chunk = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (printed) {
                    printed.write(chunk, 0, n);
                }
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    /** {@return the messages that have been printed to their end} */
    List<byte[]> messages() {
        byte[] bytes;
        synchronized (printed) {
            bytes = printed.toByteArray();
        }
        try {
            return Msgpack.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("unexpected output of " + this, e);
        }
    }

    /** Fails if it has ended and all that it has printed is here. */
    void requireAlive() {
        if (!process.isAlive() && !reader.isAlive() && messages().isEmpty()) {
            throw new AssertionError("it has ended: " + this);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        synchronized (printed) {
            String text = printed.toString();
            return command + ": " + text.substring(0, Math.min(1000, text.length()));
        }
    }
}
