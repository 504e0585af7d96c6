package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.time.Duration;

/**
 * A callback that runs on a completion thread at one moment: an immutable value.
 *
 * @param tenant the name of the tenant, as in {@link AioSnapshot.Tenant}
 * @param callback the name of the class that wrote the callback
 * @param thread the name of the completion thread
 * @param threadId the id of the thread, with which an observer finds its stack
 * @param running for how long the pool's watchdog has seen the callback run. The watchdog looks every 50 ms at most,
 *     and costs callbacks nothing; so the callback may have run up to that much longer, and the time of a callback that
 *     the watchdog has not seen is zero.
 */
@ThreadSafe
public record AioCallbackSnapshot(String tenant, String callback, String thread, long threadId, Duration running) {}
