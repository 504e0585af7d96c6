package io.helve.shell.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class CommandExceptionTest {
    @Test
    void textOfPeersHasNoControlCharacters() {
        CommandException failure = new CommandException(
                ExitCode.CONNECT,
                "ws://x: could not connect: 403 \u001b]0;owned\u0007\u009b2J\u202e",
                new IOException());

        assertEquals("helve: ws://x: could not connect: 403 \\u001b]0;owned\\u0007\\u009b2J\\u202e", failure.line());
    }

    @Test
    void neitherHasThatOfAnExceptionOfOthers() {
        assertEquals(
                "java.lang.IllegalStateException: \\u001b[31m",
                CommandException.of(new IllegalStateException("\u001b[31m")).getMessage());
    }

    @Test
    void anInterruptHasTheExitCodeOfItsSignal() {
        CommandException failure = CommandException.of(new InterruptedException());

        assertEquals(ExitCode.INTERRUPTED, failure.exitCode());
        assertEquals("helve: interrupted", failure.line());
    }

    @Test
    void whatIsKnownAlreadyStaysTheSame() {
        CommandException known = new CommandException(ExitCode.LOST, "lost");

        assertSame(known, CommandException.of(known));
        assertSame(known, CommandException.of(new InvocationTargetException(known)));
    }

    @Test
    void nobodyReadingIsAnExitCodeOfItsOwn() {
        assertEquals(
                ExitCode.BROKEN_PIPE,
                CommandException.ofOutput(new IOException("Broken pipe")).exitCode());

        CommandException full = CommandException.ofOutput(new IOException("No space left on device"));
        assertEquals(ExitCode.FAILED, full.exitCode());
        assertEquals("helve: standard output: writing failed: no space left on device", full.line());
    }
}
