package io.helve.aio;

import io.helve.annotation.ThreadSafe;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Allocates handles, over a shared pool of completion threads.
 *
 * <p>In an OSGi framework the factory is a service of scope bundle: each using bundle has a factory of its own, with
 * its own handles, counters and quota. When the bundle releases the service, the factory stops its handles: pending
 * operations complete once with {@link AioError#ESTOPPED}, and operations that a callback tries to start after that are
 * refused silently. The service property {@value #POOL} names the pool. Any thread may use a factory; {@link Aio} says
 * which threads may use a handle. Neither gives access to the pool itself.
 */
@ProviderType
@ThreadSafe
public interface AioFactory {
    /** The service property that names the pool; the default pool is called {@code "default"} and ranks higher. */
    String POOL = "aio.pool";

    /**
     * For {@link #on}: callbacks run inline, on the thread that finishes the operation (for sleeps and timeouts a
     * thread of the completion pool). An executor that runs its tasks at once has the same effect, but {@code INLINE}
     * saves the cost of a task. Inline callbacks must not block, and an operation that a callback starts may end, and
     * call back, on the same stack. At most eight callbacks are on a stack, one inside the other; the callback of an
     * operation that ends deeper runs on the completion pool.
     */
    Executor INLINE = Runnable::run;

    /**
     * Allocates a handle without a callback. The caller waits for its operations with {@link Aio#await()}, and their
     * completions cost no dispatch. Mirrors {@code nng_aio_alloc(&a, NULL, NULL)}.
     *
     * @return a new handle; to be closed
     * @throws AioException {@link AioError#ENOMEM} if the quota is used up, {@link AioError#ESTOPPED} if the runtime or
     *     the factory is closing
     */
    Aio alloc();

    /**
     * Allocates a handle whose callback runs once after each operation, on a thread of the completion pool, with the
     * handle as its argument. A throwable that the callback throws is logged and counted. Mirrors
     * {@code nng_aio_alloc}.
     *
     * <p>A callback should be quick. A log entry names a callback that runs longer than
     * {@link AioConfig#slowCallback()}, together with its bundle.
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
     * @param argument the second argument of each call of the callback, may be {@code null}
     * @return a new handle; to be closed
     * @throws AioException {@link AioError#ENOMEM} if the quota is used up, {@link AioError#ESTOPPED} if the runtime or
     *     the factory is closing
     */
    <A extends @Nullable Object> Aio alloc(BiConsumer<? super Aio, ? super A> callback, A argument);

    /**
     * Starts an operation that ends with {@link AioError#OK} after the given time. If the handle's timeout is shorter,
     * the operation ends after the timeout, with {@link AioError#ETIMEDOUT}. Mirrors {@code nng_sleep_aio}.
     *
     * @param duration how long; zero or negative ends at once, {@link Aio#INFINITE} sleeps until cancelled
     * @param aio the handle, of any factory
     * @throws IllegalStateException if the handle is busy
     * @throws IllegalArgumentException if the handle is not of this implementation
     */
    void sleep(Duration duration, Aio aio);

    /**
     * Runs one operation on a handle of its own and returns its future. This method allocates the handle and passes it
     * to {@code operation}, on the caller's stack; {@code operation} must start exactly one operation on the handle.
     * The handle is released when that operation has completed.
     *
     * <p>The future completes with the handle, whose result, count, outputs and message stay readable, or fails with an
     * {@link AioException}. Its dependent stages without an executor that were added before it completed, and its
     * asynchronous stages ({@code thenApplyAsync}), run where callbacks of this factory run; asynchronous stages of an
     * {@link #INLINE} view run on the completion pool. A stage without an executor that is added to a completed future
     * ({@code thenApply} after {@code join}) runs at once, on the thread that adds it: add an asynchronous stage where
     * that matters, because nobody knows whether an operation has completed already. Completing the future in any other
     * way ({@code cancel}, {@code orTimeout}) cancels the operation; if the operation succeeds nevertheless, its
     * outputs that are {@link AutoCloseable} are closed, and a received message is freed.
     *
     * @param operation starts the operation
     * @return the future; it has failed already if no handle could be allocated, if {@code operation} threw an
     *     exception (with that exception), or if {@code operation} started no operation (with an
     *     {@link IllegalStateException})
     */
    CompletableFuture<Aio> submit(Consumer<? super Aio> operation);

    /**
     * Runs one operation as {@link #submit(Consumer)} does, and returns a future of its output.
     *
     * <pre>{@code
     * CompletableFuture<Stream> connecting = factory.submit(dialer::dial, Stream.class);
     * CompletableFuture<Message> next = factory.submit(socket::receive, Message.class);
     * }</pre>
     *
     * @param <T> the type of the output
     * @param operation starts the operation
     * @param type the type of the output, see {@link Aio#output}
     * @return the future, as that of {@link #submit(Consumer, Function)}
     */
    default <T> CompletableFuture<T> submit(Consumer<? super Aio> operation, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return submit(operation, aio -> aio.output(type));
    }

    /**
     * Runs one operation as {@link #submit(Consumer)} does, and returns a future of its result. Cancelling this future
     * cancels the operation, which cancelling a stage that depends on another future does not.
     *
     * <pre>{@code
     * CompletableFuture<Long> size = factory.submit(file::size, Aio::count);
     * }</pre>
     *
     * @param <T> the type of the result
     * @param operation starts the operation
     * @param result returns the result of an operation that has succeeded; called once, where callbacks of this factory
     *     run
     * @return the future; it fails with the exception that {@code result} throws. If nobody takes the result, because
     *     {@code result} has failed or the future was completed in another way, the outputs of the operation that are
     *     {@link AutoCloseable} are closed, and a received message is freed
     */
    <T extends @Nullable Object> CompletableFuture<T> submit(
            Consumer<? super Aio> operation, Function<? super Aio, ? extends T> result);

    /**
     * Returns a view of this factory whose handles run their callbacks on the given executor: a user interface's
     * thread, virtual threads, or {@link #INLINE} to complete on the thread that finishes the operation.
     *
     * <p>A completion that the executor rejects runs on the completion pool instead. A completion that the executor has
     * dropped (after {@code shutdownNow()}, for instance) runs on the completion pool when the handle or the factory is
     * closed and the drain time is over.
     *
     * @param executor runs the callbacks
     * @return the view; quota and counters are this factory's
     */
    AioFactory on(Executor executor);

    /**
     * Returns a view of this factory whose handles have a name, also those of {@link #submit}. Errors and log entries
     * about a handle tell its number and, if it has one, its name.
     *
     * <pre>{@code
     * Aio receiving = factory.named("orders").alloc(this::received);
     * }</pre>
     *
     * @param name says what the handles are for; several handles may have the same name
     * @return the view; quota, counters and executor are this factory's
     * @throws IllegalArgumentException if the name is blank
     */
    AioFactory named(String name);
}
