package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of others (or a JVM of ours) that runs beside the test. Its output is kept; {@link #close} kills it. */
public final class Program implements AutoCloseable {
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

    /**
     * Starts a program.
     *
     * @param command the command and its arguments
     * @return the running program
     */
    public static Program start(String... command) {
        return start(List.of(command));
    }

    /**
     * Starts a program.
     *
     * @param command the command and its arguments
     * @return the running program
     */
    public static Program start(List<String> command) {
        return new Program(command, launch(new ProcessBuilder(command)));
    }

    /**
     * Starts a process, one at a time: a process that is being started has, for a moment, every socket that is open in
     * this JVM, and a second one would keep them open.
     *
     * @param builder describes the process
     * @return the process
     */
    public static synchronized Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a program to its end, which must be a success.
     *
     * @param command the command and its arguments
     */
    public static void run(List<String> command) {
        try (Program program = start(command)) {
            assertEquals(0, program.awaitExit(), program::toString);
        }
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

    /**
     * Waits until a line of one of the two outputs matches.
     *
     * @param regex a regular expression
     * @return the match
     */
    public Matcher await(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        Matcher[] found = new Matcher[1];
        try {
            Await.eventually(regex + " from " + command).until(() -> {
                boolean ended = hasEnded();
                found[0] = pattern.matcher(text());
                if (found[0].find()) {
                    return true;
                }
                if (ended) {
                    throw new AssertionError("ended without " + regex);
                }
                return false;
            });
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("no " + regex + " from " + this, e);
        }
        return found[0];
    }

    /**
     * Waits until a line of one of the two outputs matches, and returns a number of that line, such as a port.
     *
     * @param regex a regular expression whose only group is the number
     * @return the number
     */
    public int awaitNumber(String regex) {
        return Integer.parseInt(await(regex).group(1));
    }

    /** {@return all that the program has printed so far, standard output first} */
    public String text() {
        return new String(out.bytes(), StandardCharsets.UTF_8) + "\n" + new String(err.bytes(), StandardCharsets.UTF_8);
    }

    /** {@return the standard output so far} */
    public byte[] output() {
        return out.bytes();
    }

    /**
     * Writes to the program's standard input, without waiting until the program has read the bytes.
     *
     * @param bytes the bytes
     */
    public void write(byte[] bytes) {
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

    /**
     * Writes to the program's standard input, without waiting until the program has read the text.
     *
     * @param text the text
     */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the program's standard input after all that has been written before. */
    public void endInput() {
        input.execute(() -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // it has ended
            }
        });
    }

    /**
     * Waits until the program has ended by itself and all its output has been read.
     *
     * @return its exit status
     */
    public int awaitExit() {
        try {
            assertTrue(process.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS), () -> "ends by itself: " + this);
            out.join(Await.SOON.toMillis());
            err.join(Await.SOON.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /**
     * Gives the program a moment to end by itself, which it need not.
     *
     * @param millis the length of the moment
     */
    public void awaitExitFor(long millis) {
        try {
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills the program and its children with SIGKILL, and waits for the end. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit();
    }

    /** {@return whether the program runs} */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@return whether the program has ended and all its output has been read} */
    public boolean hasEnded() {
        return !process.isAlive() && !out.isAlive() && !err.isAlive();
    }

    @Override
    public void close() {
        kill();
        endInput();
        input.shutdown();
        try {
            assertTrue(input.awaitTermination(Await.SOON.toSeconds(), TimeUnit.SECONDS), "input has ended");
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
