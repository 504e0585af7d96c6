package io.helve.remote.statistics;

import io.helve.annotation.ThreadSafe;
import java.time.Instant;

/**
 * How a call has failed.
 *
 * @param time when
 * @param text a sentence for operators, without control characters
 */
@ThreadSafe
public record RemoteError(Instant time, String text) {}
