package io.helve.shell.cat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioRuntime;
import io.helve.shell.failure.CommandException;
import io.helve.shell.services.LateService;
import io.helve.shell.stdio.StandardStreams;
import io.helve.sp.SpSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The exit codes, and what picocli has to do with it. */
class CatCommandTest {
    private final StringWriter said = new StringWriter();
    private OutputStream out = new ByteArrayOutputStream();
    private boolean used;
    private Exception failure;

    @AfterEach
    void nobodyIsInterrupted() {
        assertFalse(Thread.interrupted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--rep --help"})
    void helpEndsWithOneAsThatOfNngcat(String line) {
        assertEquals(1, run(line));
        assertTrue(said.toString().contains("  -D, --data=TEXT "), said.toString());
        assertFalse(said.toString().contains("--zt-home"), said.toString());
        assertFalse(used);
        assertNull(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "--vers"})
    void theVersionIsOneNumber(String line) {
        assertEquals(0, run(line));
        assertEquals("1.2.3\n", said.toString());
        assertFalse(used);
    }

    @Test
    void whatIsWrongIsSaidBeforeSocketsAreAskedFor() {
        assertEquals(1, run("--req"));
        assertEquals("No address specified.", CommandException.of(failure).getMessage());
        assertEquals(1, CommandException.of(failure).exitCode().value());
        assertFalse(used);
    }

    @Test
    void whatFailsEndsWithOne() {
        assertEquals(1, run("--req --dial inproc://nobody --data x"));
        assertEquals(
                "Unable to dial on inproc://nobody: Connection refused",
                CommandException.of(failure).getMessage());
        assertTrue(used);
    }

    @Test
    void whatSucceedsEndsWithZero() {
        assertEquals(0, run("--pub --listen inproc://nobody --data x"));
        assertNull(failure);
    }

    @Test
    void valuesAreTakenAsTheyAre() {
        assertEquals(0, run("--pub --listen inproc://nobody --data @x"));
        assertEquals(0, run("--pub --listen inproc://nobody --data --"));
        assertEquals(0, run("--pub --listen inproc://nobody --data '\"x\"'"));
        assertNull(failure);
    }

    @Test
    void anInterruptEndsWithItsSignal() {
        Thread.currentThread().interrupt();
        assertEquals(130, run("--pull --listen inproc://nobody"));
        assertNull(failure);
    }

    @Test
    void aBrokenPipeEndsWithItsSignalAndNoWord() {
        out = failing("Broken pipe");
        assertEquals(141, run("--pull --verbose --listen inproc://nobody"));
        assertNull(failure);
    }

    @Test
    void anyOtherFailureOfStandardOutputIsTold() {
        out = failing("No space left on device");
        assertEquals(1, run("--pull --verbose --listen inproc://nobody"));
        assertEquals(
                "Cannot write to standard output: No space left on device",
                CommandException.of(failure).getMessage());
    }

    private int run(String line) {
        CommandLine command = CatCommand.commandLine(
                this::use, new StandardStreams(InputStream.nullInputStream(), out, false), Path.of(""), "1.2.3");
        command.setOut(new PrintWriter(said))
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    failure = e;
                    return CommandException.of(e).exitCode().value();
                });
        return command.execute(line.split(" "));
    }

    private void use(LateService.Use<SpSockets> use) throws Exception {
        used = true;
        try (AioRuntime runtime = AioRuntime.open()) {
            use.with(runtime.service(SpSockets.class));
        }
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
