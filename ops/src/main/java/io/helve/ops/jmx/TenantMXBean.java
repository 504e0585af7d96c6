package io.helve.ops.jmx;

/** A tenant of a pool in JMX, in a framework a bundle. */
public interface TenantMXBean {
    /** {@return the name of the pool} */
    String getPool();

    /** {@return the name of the tenant} */
    String getName();

    /** {@return the open handles} */
    long getOpenHandles();

    /** {@return the handles that may be open} */
    long getHandlesMax();

    /** {@return the operations that have started and not ended} */
    long getPendingOperations();

    /** {@return the operations that have started} */
    long getStarted();

    /** {@return the operations that have ended with {@code OK}} */
    long getSucceeded();

    /** {@return the operations that have ended with another error than the next ones} */
    long getFailed();

    /** {@return the operations that have ended with {@code ECANCELED}} */
    long getCancelled();

    /** {@return the operations that have ended with {@code ETIMEDOUT}} */
    long getTimedOut();

    /** {@return the operations that have ended with {@code ESTOPPED}} */
    long getStopped();
}
