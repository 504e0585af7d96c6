package io.helve.stream;

import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import java.time.Instant;

/**
 * The failure of one peer of a listener: an immutable value.
 *
 * @param error the error
 * @param text what has failed and why, in one line of a few hundred characters at most that begins with the error; it
 *     quotes no data of the peer but names and addresses
 * @param time when it has failed
 */
@ThreadSafe
public record StreamFailure(AioError error, String text, Instant time) {}
