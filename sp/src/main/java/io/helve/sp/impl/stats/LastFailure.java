package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.PrintableText;
import io.helve.stream.StreamFailure;
import java.time.Instant;

/** Describes the failures of dialers and listeners. */
public final class LastFailure {
    /** The longest text, since causes quote the peer. */
    private static final int LONGEST = 300;

    private LastFailure() {}

    /**
     * Describes a failure that happens now.
     *
     * @param error the error
     * @param cause the Java failure behind it, or null
     * @param activity what has failed, for a failure without a cause or whose cause has no text
     * @return the failure
     */
    public static StreamFailure now(AioError error, Throwable cause, String activity) {
        String text = cause == null ? null : cause.getMessage();
        String detail = text == null || text.isBlank() ? error.message() + ": " + activity : text;
        String line = PrintableText.of(new AioException(error, detail).getMessage());
        return new StreamFailure(
                error, line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...", Instant.now());
    }
}
