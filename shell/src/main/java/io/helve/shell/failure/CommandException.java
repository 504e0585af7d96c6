package io.helve.shell.failure;

import io.helve.internal.PrintableText;
import io.helve.shell.stdio.BrokenPipeException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The failure of a command: a message for the user, which names the path or URL and says what to do where that is
 * known, and the exit code.
 */
public class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** Creates a failure with a message of its own. */
    public CommandException(ExitCode exitCode, String message) {
        super(PrintableText.of(message));
        this.exitCode = exitCode;
    }

    /** Creates a failure with the failure that caused it. */
    public CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(PrintableText.of(message), cause);
        this.exitCode = exitCode;
    }

    /** {@return the failure as a command reports it; a {@code CommandException} is returned unchanged} */
    public static CommandException of(Throwable failure) {
        if (failure instanceof CommandException known) {
            return known;
        }
        if (failure instanceof InvocationTargetException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        String message = failure.getMessage();
        if (failure instanceof InterruptedException) {
            return new CommandException(ExitCode.INTERRUPTED, message == null ? "interrupted" : message, failure);
        }
        boolean forTheUser = failure instanceof IllegalArgumentException && message != null;
        return new CommandException(ExitCode.FAILED, forTheUser ? message : failure.toString(), failure);
    }

    /**
     * {@return what a failed write to standard output is reported as: if no program reads standard output, only an exit
     * code}
     */
    public static CommandException ofOutput(IOException failure) {
        return BrokenPipeException.isOne(failure)
                ? new CommandException(ExitCode.BROKEN_PIPE, "standard output: nobody reads it any more", failure)
                : new CommandException(
                        ExitCode.FAILED, "standard output: writing failed: " + lower(failure.getMessage()), failure);
    }

    /** Messages of the system begin with a capital letter; here such a message follows a colon. */
    private static String lower(String text) {
        return text == null || text.isEmpty()
                ? "of unknown reason"
                : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** {@return the exit code of the command} */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** {@return the line that the command line prints on standard error} */
    public String line() {
        return "helve: " + getMessage();
    }
}
