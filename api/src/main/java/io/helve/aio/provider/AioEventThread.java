package io.helve.aio.provider;

import io.helve.annotation.NotThreadSafe;

/**
 * A thread of a provider that polls an {@link AioEventSource} while no worker does. The pool tells the thread when an
 * operation that it has finished goes to the workers: then a worker will be awake soon, and could poll the source.
 */
@NotThreadSafe
public interface AioEventThread {
    /** Called on this thread when a completion has been passed to the workers. */
    void dispatched();
}
