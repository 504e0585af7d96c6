package io.helve.aio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failure of an operation as an exception. {@link Aio#check()} throws it, and a future of {@link AioFactory#submit}
 * fails with it. Its message begins with the name of the error, once.
 *
 * <p>In all packages, methods throw it for what an operation, a peer or the system says, for an object that has been
 * closed meanwhile, and for data that come from elsewhere: URLs, addresses, and the contents of messages. A mistake of
 * the caller is none of these. It is a {@link NullPointerException} that names the argument, an
 * {@link IllegalArgumentException} that names the argument and its value, an {@link IndexOutOfBoundsException}, or, at
 * the wrong moment, an {@link IllegalStateException}.
 */
public class AioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The error, never {@link AioError#OK}. */
    private final AioError error;

    /** How much the operation had transferred before its failure. */
    private final long count;

    /**
     * Creates an exception.
     *
     * @param error the error
     * @param detail what failed, with the offending value; {@code null} for the error's own text
     */
    public AioException(AioError error, @Nullable String detail) {
        this(error, detail, null, 0);
    }

    /**
     * Creates an exception.
     *
     * @param error the error
     * @param detail what failed, with the offending value; {@code null} for the error's own text
     * @param cause the Java failure behind it, or {@code null}
     */
    public AioException(AioError error, @Nullable String detail, @Nullable Throwable cause) {
        this(error, detail, cause, 0);
    }

    /**
     * Creates an exception for an operation that may have transferred something.
     *
     * @param error the error
     * @param detail what failed, with the offending value; {@code null} for the error's own text
     * @param cause the Java failure behind it, or {@code null}
     * @param count how much the operation had transferred before its failure, as in {@link Aio#count()}
     */
    public AioException(AioError error, @Nullable String detail, @Nullable Throwable cause, long count) {
        super(describe(error, detail), cause);
        this.error = error;
        this.count = count;
    }

    /** The message begins with the name of the error once, even if the detail is the message of another exception. */
    private static String describe(AioError error, @Nullable String detail) {
        String name = Objects.requireNonNull(error, "error") + ": ";
        if (detail == null) {
            return name + error.message();
        }
        return detail.startsWith(name) ? detail : name + detail;
    }

    /**
     * Returns the error.
     *
     * @return the error
     */
    public AioError error() {
        return error;
    }

    /**
     * Returns how much the operation had transferred before its failure.
     *
     * @return the count, in the unit of the operation (bytes for files and streams)
     */
    public long count() {
        return count;
    }
}
