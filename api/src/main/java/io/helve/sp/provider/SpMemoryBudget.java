package io.helve.sp.provider;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How many bytes of direct memory may be in use. Configuration sets the limit, and the statistics of sockets show how
 * much is in use and how many requests were refused. Reserving never waits: a transport that is refused works with less
 * memory or with memory on the heap.
 */
@ProviderType
@ThreadSafe
public interface SpMemoryBudget {
    /**
     * Reserves bytes.
     *
     * @param bytes how many
     * @return whether there was room for them; if so, {@link #release} must follow
     */
    boolean reserve(long bytes);

    /**
     * Gives bytes back.
     *
     * @param bytes how many
     */
    void release(long bytes);

    /**
     * Tells that the JVM has refused memory which the budget allowed, because other code has used it. The limit is then
     * lowered for half a minute to half of what is in use.
     */
    void memoryIsShort();

    /**
     * Tells whether more is in use than may be, because the limit was lowered. A transport then frees memory instead of
     * keeping it for later.
     *
     * @return whether the limit is exceeded
     */
    boolean isExceeded();
}
