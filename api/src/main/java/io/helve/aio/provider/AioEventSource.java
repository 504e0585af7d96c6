package io.helve.aio.provider;

import io.helve.annotation.ThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * A source of events of a provider, such as an event loop, in which idle workers of a completion pool may wait. A
 * worker that waits here handles the events itself, and afterwards runs the callbacks of the operations that have ended
 * meanwhile, so that no thread has to wake another one.
 *
 * <p>A source is polled by at most one thread at a time. The source must also be polled when no worker comes: workers
 * may be busy with callbacks for ever, and the pool may go. So a provider keeps a thread for its source, which polls
 * the source whenever no worker has done so for a while.
 */
@ThreadSafe
public interface AioEventSource {
    /**
     * Polls this source on the current thread: waits for events, within the limits that the worker sets, and handles
     * them. The method returns after one wait, whether it has found events or not. It must not run callbacks of users
     * by itself: an operation that ends here is finished with {@link AioOperation#finish}.
     *
     * @param worker the worker that the current thread is
     * @return false if the source was not polled, because another thread polls it; the method has not waited then
     */
    boolean poll(AioEventWorker worker);

    /** Ends the wait of the worker in {@link #poll}, or the wait that it is about to begin. */
    void wakeUp();

    /**
     * {@return the scope in which workers poll this source, or null if they need none} The pool asks once, when the
     * source is added. A worker enters a scope once, so the sources of one provider should return the same object. Only
     * a worker that has entered the scope calls {@link #poll}, and may write for this source
     * ({@link AioEventWorker#beginServing}).
     */
    default @Nullable AioEventScope scope() {
        return null;
    }
}
