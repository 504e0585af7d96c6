package io.helve.aio.provider;

import io.helve.annotation.ThreadSafe;

/**
 * A call of a provider in which a worker of a completion pool stays for as long as the worker may poll the provider's
 * sources of events. Before and after the call the provider prepares the thread and cleans it up: an example is a
 * library that keeps objects for threads that it knows, and removes them when it knows the thread no more.
 */
@ThreadSafe
@FunctionalInterface
public interface AioEventScope {
    /**
     * Runs the body once, on the current thread, and returns after the body has returned. The worker polls sources and
     * runs callbacks in the body, which returns when the thread is about to end: because one of the sources that the
     * worker knows has been removed, because the pool needs fewer workers, or because the pool goes. If the method
     * throws before it runs the body, the worker goes on without the scope.
     *
     * @param body the rest of the life of the worker. The body does not throw
     */
    void run(Runnable body);
}
