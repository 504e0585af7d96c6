package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.PrintableText;
import java.time.Instant;

/**
 * The last failure of a dialer or listener.
 *
 * @param error the error
 * @param text the error with what has failed and why, in one line
 * @param time when it has failed
 */
public record LastFailure(AioError error, String text, Instant time) {
    /** The longest text, since causes quote the peer. */
    private static final int LONGEST = 300;

    /**
     * Describes a failure that happens now.
     *
     * @param error the error
     * @param cause the Java failure behind it, or null
     * @param activity what has failed, for a failure without a cause
     * @return the failure
     */
    public static LastFailure now(AioError error, Throwable cause, String activity) {
        String detail = cause == null ? error.message() + ": " + activity : cause.getMessage();
        String line = PrintableText.of(new AioException(error, detail).getMessage());
        return new LastFailure(
                error, line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...", Instant.now());
    }
}
