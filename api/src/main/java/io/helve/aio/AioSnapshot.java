package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.util.List;

/**
 * The state of a completion pool at one moment, immutable.
 *
 * @param config the settings in force
 * @param threads completion threads alive, including spare threads
 * @param spareThreads how many completion threads are alive beyond {@link AioConfig#threadsMax()}
 * @param busyThreads completion threads that run a callback
 * @param queued completions that wait for a thread
 * @param slowCallbacks callbacks, cancellers and calls of executors that ran longer than
 *     {@link AioConfig#slowCallback()} on a thread of the pool or on another thread that many depend on, since the
 *     start
 * @param inlineSuspensions how often the inline callbacks of a tenant had to run on the pool for a minute, because one
 *     had blocked a thread that others depend on; since the start
 * @param callbackFailures callbacks that threw, since the start
 * @param total the counters of all tenants together, including closed tenants
 * @param tenants the counters of each present tenant, in no particular order; an unmodifiable list
 * @param queueTime time from finish to callback, in nanoseconds; sampled
 * @param runTime run time of callbacks, in nanoseconds; sampled
 */
@ThreadSafe
public record AioSnapshot(
        AioConfig config,
        int threads,
        int spareThreads,
        int busyThreads,
        long queued,
        long slowCallbacks,
        long inlineSuspensions,
        long callbackFailures,
        AioCounters total,
        List<Tenant> tenants,
        AioHistogram queueTime,
        AioHistogram runTime) {

    /**
     * A tenant of the pool: in a framework a bundle, otherwise the program that has opened the runtime.
     *
     * @param name the bundle's symbolic name and id, as {@code name [id]}; otherwise the name of the runtime's pool
     * @param counters the counters of the tenant
     */
    public record Tenant(String name, AioCounters counters) {}
}
