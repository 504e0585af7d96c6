package io.helve.shell.stdio;

import java.io.IOException;

/** Standard output has no reader any more: {@code EPIPE}, for which the JDK has no type. */
public final class BrokenPipeException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** {@return whether the type or the text of a failed write tells that the stream has no reader} */
    public static boolean isOne(IOException failure) {
        return failure instanceof BrokenPipeException
                || String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
