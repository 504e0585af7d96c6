package io.helve.shell;

import io.helve.shell.copy.CopyException;

/** What the command line says of a failed command, and which exit code fits. */
final class Failure {
    static final int USAGE = CopyException.Kind.USAGE.exitCode();

    private Failure() {}

    static String message(Throwable failure) {
        if (failure instanceof CopyException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (failure instanceof InterruptedException) {
            return failure.getMessage() == null ? "interrupted" : failure.getMessage();
        }
        return failure.toString();
    }

    static int exitCode(Throwable failure) {
        if (failure instanceof CopyException e) {
            return e.kind().exitCode();
        }
        CopyException.Kind kind =
                failure instanceof InterruptedException ? CopyException.Kind.INTERRUPTED : CopyException.Kind.FAILED;
        return kind.exitCode();
    }
}
