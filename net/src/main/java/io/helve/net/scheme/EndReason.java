package io.helve.net.scheme;

import io.helve.aio.AioError;

/**
 * The reason for which a direction of a stream, or a queue, has ended.
 *
 * @param error the error
 * @param cause the Java failure, or null
 */
public record EndReason(AioError error, Throwable cause) {
    /** The stream was closed on this side. */
    public static final EndReason CLOSED = new EndReason(AioError.ECLOSED, null);

    /** The peer has ended its side in an orderly way. */
    public static final EndReason SHUT = new EndReason(AioError.ECONNSHUT, null);
}
