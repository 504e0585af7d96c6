package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Allocates handles, over a shared pool of completion threads.
 *
 * <p>In a framework this is a service of scope bundle: each using bundle has a factory of its own, with its own
 * handles, counters and quota. When the bundle lets go of the service, its handles are stopped: what is pending
 * completes once with {@link AioError#ESTOPPED}, and what a callback tries to start after that is refused silently. The
 * service property {@value #POOL} names the pool. Factories and their handles are safe for use by any thread; the pool
 * itself cannot be reached through them.
 */
@ProviderType
@ThreadSafe
public interface AioFactory {
    /** The service property that names the pool; the default pool is called {@code "default"} and ranks higher. */
    String POOL = "aio.pool";

    /**
     * For {@link #on}: callbacks run inline, on the thread that finishes the operation (for sleeps and timeouts a
     * thread of the completion pool). Any executor that runs its tasks at once will do; this one is known, and costs
     * less for that. Such callbacks must not block, and what they start may end, and call back, on the same stack. At
     * most eight callbacks are on a stack, one inside the other; what ends further inside calls back on the completion
     * pool.
     */
    Executor INLINE = Runnable::run;

    /**
     * Allocates a handle without a callback: its completion is seen through {@link Aio#await()}, and costs no dispatch.
     * Mirrors {@code nng_aio_alloc(&a, NULL, NULL)}.
     *
     * @return a new handle; to be closed
     * @throws AioException {@link AioError#ENOMEM} if the quota is used up, {@link AioError#ESTOPPED} if the runtime or
     *     the factory is closing
     */
    Aio alloc();

    /**
     * Allocates a handle whose callback runs once after each operation, on a thread of the completion pool, with the
     * handle as its argument. A throwable from it is logged and counted. Mirrors {@code nng_aio_alloc}.
     *
     * <p>A callback should be quick. One that takes long is named in a log entry together with its bundle.
     *
     * @param callback the callback
     * @return a new handle; to be closed
     * @throws AioException {@link AioError#ENOMEM} if the quota is used up, {@link AioError#ESTOPPED} if the runtime or
     *     the factory is closing
     */
    Aio alloc(Consumer<? super Aio> callback);

    /**
     * Allocates a handle as {@link #alloc(Consumer)} does, with an argument for the callback, so that one callback
     * object can serve many handles.
     *
     * @param <A> the argument's type
     * @param callback the callback
     * @param argument what to pass to it, may be {@code null}
     * @return a new handle; to be closed
     * @throws AioException {@link AioError#ENOMEM} if the quota is used up, {@link AioError#ESTOPPED} if the runtime or
     *     the factory is closing
     */
    <A> Aio alloc(BiConsumer<? super Aio, ? super A> callback, A argument);

    /**
     * Starts an operation that ends with {@link AioError#OK} after the given time. If the handle's timeout is shorter,
     * it ends then, with {@link AioError#ETIMEDOUT}. Mirrors {@code nng_sleep_aio}.
     *
     * @param duration how long; zero or negative ends at once, {@link Aio#INFINITE} sleeps until cancelled
     * @param aio the handle, of any factory
     * @throws IllegalStateException if the handle is busy
     * @throws IllegalArgumentException if the handle is not of this implementation
     */
    void sleep(Duration duration, Aio aio);

    /**
     * Runs one operation on a handle of its own and returns its future: the handle is allocated, passed to
     * {@code operation} on the caller's stack, which must start exactly one operation on it, and released when that has
     * completed.
     *
     * <p>The future completes with the handle, whose result, count, outputs and message stay readable, or fails with an
     * {@link AioException}. Its dependent stages without an executor, and asynchronous ones ({@code thenApplyAsync}),
     * run where callbacks of this factory do; asynchronous ones of an {@link #INLINE} view run on the completion pool.
     * Completing the future in any other way (cancelling it, {@code orTimeout}) cancels the operation; if the operation
     * succeeds nevertheless, outputs that are {@link AutoCloseable} are closed, and a received message is freed.
     *
     * @param operation starts the operation
     * @return the future; it has failed already if no handle could be allocated, with what {@code operation} threw, or
     *     with an {@link IllegalStateException} if it started nothing
     */
    CompletableFuture<Aio> submit(Consumer<? super Aio> operation);

    /**
     * Returns a view of this factory whose handles run their callbacks on the given executor: a user interface's
     * thread, virtual threads, or {@link #INLINE} to complete on the thread that finishes the operation.
     *
     * <p>A completion that the executor rejects runs on the completion pool instead; so does one that it has dropped
     * (after {@code shutdownNow()}, for instance), when the handle or the factory is closed and the drain time is over.
     *
     * @param executor where callbacks run
     * @return the view; quota and counters are this factory's
     */
    AioFactory on(Executor executor);
}
