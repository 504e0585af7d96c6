package io.helve.net.channel;

import io.helve.aio.AioError;

/**
 * Why something has ended.
 *
 * @param error the error
 * @param cause the Java failure, or null
 */
public record Failure(AioError error, Throwable cause) {
    /** Somebody closed it here. */
    public static final Failure CLOSED = new Failure(AioError.ECLOSED, null);

    /** The peer has ended its side in an orderly way. */
    public static final Failure SHUT = new Failure(AioError.ECONNSHUT, null);
}
