package io.helve.shell.copy;

/** Why there is no copy: a message that names the path and says what to do, and the exit code that fits. */
public final class CopyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What failed, for the exit code. */
    public enum Kind {
        /** Something that is neither the source's nor the target's fault, or a source that changed meanwhile. */
        FAILED(1),
        /** The command line makes no sense. */
        USAGE(2),
        /** The source cannot be read. */
        SOURCE(3),
        /** The target cannot be written. */
        TARGET(4),
        /** An operation took longer than allowed. */
        TIMEOUT(5),
        /** Somebody interrupted the copy: what a shell reports for a program that ended by SIGINT. */
        INTERRUPTED(130);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of the command. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    CopyException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    CopyException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }
}
