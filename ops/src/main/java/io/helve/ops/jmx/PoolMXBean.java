package io.helve.ops.jmx;

import java.util.List;

/**
 * A completion pool in JMX. Its notifications are {@value #SLOW_CALLBACK}, {@value #CALLBACK_FAILED} and
 * {@value #QUOTA}; the numbers of new events are their user data.
 */
public interface PoolMXBean {
    /** The type of the notification that callbacks have run longer than the limit. */
    String SLOW_CALLBACK = "io.helve.pool.slowCallback";

    /** The type of the notification that callbacks have thrown. */
    String CALLBACK_FAILED = "io.helve.pool.callbackFailed";

    /** The type of the notification that a tenant has as many handles as its quota allows. */
    String QUOTA = "io.helve.pool.quota";

    /** {@return the name of the pool} */
    String getName();

    /** {@return the completion threads alive, spare ones included} */
    int getThreads();

    /** {@return the limit of completion threads, spare ones not counted} */
    int getThreadsMax();

    /** {@return the threads beyond the limit} */
    int getSpareThreads();

    /** {@return the threads that run a callback} */
    int getBusyThreads();

    /** {@return the completions that wait for a thread} */
    long getQueued();

    /** {@return the callbacks that ran longer than the limit, since the start} */
    long getSlowCallbacks();

    /** {@return the callbacks that threw, since the start} */
    long getCallbackFailures();

    /** {@return the tenants, in a framework bundles} */
    int getTenants();

    /** {@return the open handles of all tenants} */
    long getOpenHandles();

    /** {@return the operations that have started and not ended} */
    long getPendingOperations();

    /** {@return the operations that have started} */
    long getStartedOperations();

    /** {@return the operations that have ended} */
    long getCompletedOperations();

    /** {@return the median of the time from finish to callback, in nanoseconds} */
    long getQueueNanosP50();

    /** {@return the 99th percentile of the time from finish to callback, in nanoseconds} */
    long getQueueNanosP99();

    /** {@return the median of the run time of callbacks, in nanoseconds} */
    long getRunNanosP50();

    /** {@return the 99th percentile of the run time of callbacks, in nanoseconds} */
    long getRunNanosP99();

    /** {@return the longest run time of a callback, in nanoseconds} */
    long getRunNanosMax();

    /** {@return the 100 oldest handles of the pool} */
    List<HandleData> getOldestHandles();

    /** {@return the callbacks that run now} */
    List<CallbackData> getRunningCallbacks();
}
