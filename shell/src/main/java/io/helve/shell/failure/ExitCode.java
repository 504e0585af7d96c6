package io.helve.shell.failure;

/**
 * The exit codes of the commands. The meanings of 3, 4 and 5 depend on the command, whose help lists them; the other
 * codes are common to all commands.
 */
public enum ExitCode {
    /** The command has done what it was asked to do. */
    OK(0),

    /** The command failed for a reason that has no exit code of its own. */
    FAILED(1),

    /** The command line is wrong. */
    USAGE(2),

    /** {@code copy}: the source cannot be read. */
    SOURCE(3),

    /** {@code copy}: the target cannot be written. */
    TARGET(4),

    /** {@code copy}: a read or a write took longer than the timeout. */
    TIMEOUT(5),

    /** {@code netcat}, {@code echo}, {@code perf}: no connection was established. */
    CONNECT(3),

    /** {@code netcat}, {@code perf}: an established connection was lost. */
    LOST(4),

    /** {@code netcat}: nothing has moved for longer than the idle timeout. */
    IDLE(5),

    /** The user interrupted the command. A shell reports the same for a program that ended by SIGINT. */
    INTERRUPTED(130),

    /** No program reads standard output any more. A shell reports the same for a program that ended by SIGPIPE. */
    BROKEN_PIPE(141);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** {@return the number that the process ends with} */
    public int value() {
        return value;
    }
}
