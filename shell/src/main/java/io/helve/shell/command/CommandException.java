package io.helve.shell.command;

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
        super(message);
        this.exitCode = exitCode;
    }

    /** Creates a failure with the failure that caused it. */
    public CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
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

    /** {@return the failure of a {@link java.io.PrintStream}, which does not tell its reason} */
    public static CommandException ofOutput() {
        return new CommandException(
                ExitCode.FAILED, "standard output: writing failed; is the disk full, or does nobody read it?");
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
