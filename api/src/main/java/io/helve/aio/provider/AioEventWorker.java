package io.helve.aio.provider;

import io.helve.annotation.NotThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** A worker of a completion pool, as an {@link AioEventSource} sees it. Each worker has a thread of its own. */
@ProviderType
@NotThreadSafe
public interface AioEventWorker {
    /**
     * {@return whether this worker may wait for events} A source asks after it has announced its wait, so that from
     * then on {@link AioEventSource#wakeUp} ends the wait: a worker that gets work in between is not left waiting.
     */
    boolean mayWait();

    /**
     * {@return until when this worker may wait, as {@link System#nanoTime()} tells the time, or {@link Long#MAX_VALUE}
     * for a wait without a limit}
     */
    long waitUntil();

    /**
     * Asks whether the current thread, which is this worker and is in a callback, may write for a source of its pool.
     * While it does so it runs no user's executor, and an interrupt reaches it only afterwards. The pool replaces such
     * a worker when the source is removed, because the provider may have left objects in thread locals.
     *
     * @param source the source
     * @return whether the worker may do so, and the source has not been removed; then {@link #endServing} has to follow
     */
    boolean beginServing(AioEventSource source);

    /** Called by this worker when it has written. */
    void endServing();

    /**
     * {@return whether the current thread, which is this worker, polls a source or writes for one} Then others depend
     * on it, as on an event loop's own thread.
     */
    boolean isInSource();
}
