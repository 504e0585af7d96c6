package io.helve.shell.stdio;

import java.io.IOException;

/** Nobody reads standard output any more: {@code EPIPE}, for which the JDK has no type. */
public final class BrokenPipeException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** {@return whether a failed write says that nobody reads what is written, as far as type and text tell} */
    public static boolean isOne(IOException failure) {
        return failure instanceof BrokenPipeException
                || String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
