package io.helve.shell;

import io.helve.shell.cat.CatFailure;
import io.helve.shell.copy.CopyException;
import io.helve.shell.stream.StreamFailure;
import java.lang.reflect.InvocationTargetException;

/** What the command line says of a failed command, and which exit code fits. */
final class Failure {
    static final int USAGE = CopyException.Kind.USAGE.exitCode();

    private Failure() {}

    static String message(Throwable failure) {
        if (failure.getMessage() != null
                && (failure instanceof CopyException
                        || failure instanceof StreamFailure
                        || failure instanceof CatFailure)) {
            return failure.getMessage();
        }
        if (failure instanceof InterruptedException) {
            return failure.getMessage() == null ? "interrupted" : failure.getMessage();
        }
        if (failure instanceof InvocationTargetException && failure.getCause() != null) {
            return message(failure.getCause());
        }
        return failure instanceof IllegalArgumentException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    static int exitCode(Throwable failure) {
        if (failure instanceof CopyException e) {
            return e.kind().exitCode();
        }
        if (failure instanceof StreamFailure e) {
            return e.kind().exitCode();
        }
        CopyException.Kind kind =
                failure instanceof InterruptedException ? CopyException.Kind.INTERRUPTED : CopyException.Kind.FAILED;
        return kind.exitCode();
    }
}
