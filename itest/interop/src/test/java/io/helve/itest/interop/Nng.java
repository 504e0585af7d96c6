package io.helve.itest.interop;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpProtocol;
import io.helve.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process with nng's own sockets, {@code peer.c}, which does what it is told. Closing this kills it. */
final class Nng implements AutoCloseable {
    private final Process process;
    private final PrintStream commands;
    private final Thread reader = new Thread(this::read, "answers of nng");
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger tags = new AtomicInteger();
    private volatile boolean ended;

    /** Starts a program that {@link NngProgram} has compiled. */
    Nng(Path program) throws IOException {
        process = Program.launch(new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT));
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process with the packaged version. */
    static Nng start() {
        try {
            return NngProgram.PACKAGED.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NngSocket open(SpProtocol protocol) {
        return new NngSocket(this, protocol, false, ask("open", name(protocol), "cooked"));
    }

    NngSocket openRaw(SpProtocol protocol) {
        return new NngSocket(this, protocol, true, ask("open", name(protocol), "raw"));
    }

    /** Opens a socket of pair1 that has several peers. */
    NngSocket openPoly() {
        return new NngSocket(this, SpProtocol.PAIR1, false, ask("open", "poly", "cooked"));
    }

    private static String name(SpProtocol protocol) {
        return protocol == SpProtocol.PAIR0 ? "pair0" : protocol.protocolName();
    }

    /** Gives a command and waits for the answer. */
    String ask(String... words) {
        return answer(asking(words));
    }

    /** Gives a command. {@return the answer to come} */
    CompletableFuture<String> asking(String... words) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        String tag = Integer.toString(tags.incrementAndGet());
        asked.put(tag, answer);
        commands.println(tag + " " + String.join(" ", words));
        if (ended) {
            failAll();
        }
        return answer;
    }

    static <T> T answer(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(InteropTest.SOON.toSeconds() * 2, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AioException failure) {
                throw new AioException(failure.error(), "of nng", failure);
            }
            throw e;
        }
    }

    private void read() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                List<String> words = List.of(line.split(" ", 3));
                CompletableFuture<String> answer = asked.remove(words.get(0));
                if (words.get(1).equals("ok")) {
                    answer.complete(words.get(2));
                } else {
                    answer.completeExceptionally(new AioException(AioError.of(Integer.parseInt(words.get(2))), null));
                }
            }
        } catch (IOException e) {
            // it was killed
        } finally {
            ended = true;
            failAll();
        }
    }

    private void failAll() {
        asked.values()
                .forEach(answer -> answer.completeExceptionally(new AioException(AioError.ECLOSED, "nng has ended")));
    }

    /** Kills it with SIGKILL, and waits for the end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        commands.close();
    }
}
