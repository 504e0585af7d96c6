package io.helve.aio;

import io.helve.annotation.NotThreadSafe;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A reusable handle for an asynchronous operation: nng's {@code nng_aio}.
 *
 * <p>A handle serves any number of operations, one at a time. A caller starts an operation by passing the handle to a
 * method that says so, such as {@link AioFactory#sleep}; starting an operation on a busy handle throws an
 * {@link IllegalStateException} that names the running operation. Each started operation completes exactly once,
 * whatever races; then the callback given to {@link AioFactory#alloc} runs, once, on a thread of the completion pool
 * (never on the stack of the caller, unless {@link AioFactory#on} or {@link #skipCallback()} asked for it).
 *
 * <p>The setters prepare the next operation; the getters return what the last operation has produced, and are for the
 * callback, or for the time after {@link #await()}. While an operation is in progress, from its start until its
 * callback begins, {@link #result}, {@link #count}, {@link #cause}, {@link #check}, {@link #getOutput},
 * {@link #getMessage} and all setters throw an {@link IllegalStateException} that names the operation: a forgotten
 * {@code await} is no success. nng leaves such calls undefined. A callback may call setters and getters until the next
 * operation is started. A thread that saw the completion in one of these ways sees the results. Setters and getters are
 * for one thread at a time. The control methods ({@link #cancel}, {@link #abort}, {@link #stop}, {@link #reap},
 * {@link #close}, {@link #isBusy}, {@link #await}) may be called at any time from any thread.
 *
 * <p>As soon as the callback of an operation has begun, any thread may start the next operation on the handle, as in
 * nng: the callback itself, or another thread while the callback is still running. The callback of the next operation
 * runs after the present callback has returned, so callbacks of one handle never overlap. The next start clears the
 * outputs, the count and the message of the previous operation. A callback that lets another thread start the next
 * operation must therefore read these values first.
 *
 * <p>Inside a callback waiting may deadlock: on a thread of the completion pool, and on a thread that completes
 * operations inline ({@link AioFactory#INLINE}, or an executor that runs its tasks at once), {@link #await} and
 * {@link #stop} of any handle throw {@link IllegalStateException}, and {@link #close} does what {@link #reap} does.
 * Inside a callback that an executor of the user runs on another thread ({@link AioFactory#on}), this holds only for
 * the handle whose callback is running; the callback may wait for other handles.
 */
@ProviderType
@NotThreadSafe
public interface Aio extends AutoCloseable {
    /** The timeout that never ends; nng's {@code NNG_DURATION_INFINITE}. */
    Duration INFINITE = ChronoUnit.FOREVER.getDuration();

    /**
     * The timeout of a new handle: the default of the operation's provider, such as a socket's send timeout, or
     * {@link #INFINITE} if the provider has no default; nng's {@code NNG_DURATION_DEFAULT}.
     */
    Duration DEFAULT = Duration.ofMillis(-2);

    /** The largest number of buffers that {@link #setIov(ByteBuffer...)} accepts. */
    int IOV_MAX = 64;

    /**
     * Cancels the operation in progress with {@link AioError#ECANCELED}; the same as {@code abort(ECANCELED)}.
     *
     * <p>Mirrors {@code nng_aio_cancel}.
     */
    void cancel();

    /**
     * Asks the operation in progress to end with the given error, and returns without waiting for the end.
     *
     * <p>A finished operation keeps its result; an operation whose provider cannot cancel runs to its natural end.
     * Without an operation in progress the call has no effect, now or later. Here Helve differs from nng, whose
     * {@code nng_aio_abort} may then change a finished result or abort the next operation.
     *
     * @param error the result that the operation shall have, not {@link AioError#OK}
     * @throws IllegalArgumentException if {@code error} is {@code OK}
     */
    void abort(AioError error);

    /**
     * Aborts the operation in progress with {@link AioError#ESTOPPED}, waits until its callback has returned, and makes
     * the handle permanently unusable: the next start completes once with {@code ESTOPPED}, later starts are refused
     * silently.
     *
     * <p>Blocks as long as the provider and the callback need. A callback that an executor has accepted but not run
     * within {@link AioConfig#drainTime()} runs on the completion pool instead. An interrupt does not end the wait; the
     * thread's interrupt status is still set afterwards. Idempotent. Mirrors {@code nng_aio_stop} of nng 2.0.
     *
     * @throws IllegalStateException inside a callback, where waiting may deadlock
     */
    void stop();

    /**
     * Stops the handle as {@link #stop()} does, and releases it: its callback, inputs, buffers and place in the quota.
     * Its result and count stay readable, its outputs and message do not. Any later start is refused silently and sets
     * only the result, to {@link AioError#ESTOPPED}.
     *
     * <p>Inside a callback, where waiting may deadlock, this method does not wait but does what {@link #reap()} does.
     * Idempotent. Mirrors {@code nng_aio_free}.
     *
     * <p>A callback that blocks makes this method block. When the wait takes longer than {@link AioConfig#drainTime()},
     * a warning in the log tells which thread waits for what. In a component's {@code deactivate}, which must not hold
     * up the framework, use {@link #reap()} or {@link #close(Duration)}; the factory stops what is left.
     */
    @Override
    void close();

    /**
     * Closes the handle as {@link #close()} does, but waits no longer than a limit. If the callback has not returned by
     * then, the handle is released when it has, as with {@link #reap()}.
     *
     * <p>Inside a callback, where waiting may deadlock, this method does not wait.
     *
     * @param limit how long to wait at most; with {@link Duration#ZERO} or a negative limit, such as the rest of a time
     *     that has passed, this method closes without waiting, as {@link #await(Duration)} does not wait either
     * @return whether the handle has ended: no callback of it runs, and none will
     */
    boolean close(Duration limit);

    /**
     * Stops and releases the handle without waiting: the handle releases itself when the callback has returned.
     *
     * <p>Mirrors {@code nng_aio_reap}; there is no reaper thread.
     */
    void reap();

    /**
     * Waits until the handle is not busy: until the operation in progress has completed and its callback has returned,
     * and the same for operations that the callback itself started. Returns at once if no operation is in progress.
     *
     * <p>Mirrors {@code nng_aio_wait}.
     *
     * @throws InterruptedException if the thread is interrupted; the operation goes on
     * @throws IllegalStateException inside a callback, where waiting may deadlock
     */
    void await() throws InterruptedException;

    /**
     * Waits as {@link #await()} does, but for a limited time. Giving up leaves the operation running.
     *
     * @param limit how long to wait; with zero or a negative time this method only tells whether the handle is busy,
     *     with {@link #INFINITE} it waits without limit
     * @return whether the handle is not busy any more
     * @throws InterruptedException if the thread is interrupted; the operation goes on
     * @throws IllegalStateException inside a callback, where waiting may deadlock
     */
    boolean await(Duration limit) throws InterruptedException;

    /**
     * Tells whether an operation is in progress or its callback has not yet returned. Never blocks; mirrors
     * {@code nng_aio_busy}.
     *
     * @return whether the handle is busy
     */
    boolean isBusy();

    /**
     * Tells whether the handle can start no operation any more: it was stopped or closed, or its factory or runtime
     * was. Operations that were in progress may not have completed yet. Never blocks.
     *
     * @return whether the handle is stopped
     */
    boolean isStopped();

    /**
     * Returns how the last operation ended, or {@link AioError#OK} before the first operation. Mirrors
     * {@code nng_aio_result}.
     *
     * @return the result
     * @throws IllegalStateException if an operation is in progress
     */
    AioError result();

    /**
     * Returns how much the last operation transferred, in the operation's unit (bytes for files and streams), also
     * after a failure. Mirrors {@code nng_aio_count}.
     *
     * @return the count
     * @throws IllegalStateException if an operation is in progress
     */
    long count();

    /**
     * Returns the Java failure that the provider has given with the result: usually what is behind a {@link #result()}
     * that is not {@code OK}. Helve's own providers give none with {@code OK}.
     *
     * @return the failure, or {@code null} if there is none; the next operation clears it
     * @throws IllegalStateException if an operation is in progress
     */
    @Nullable
    Throwable cause();

    /**
     * Throws if the last operation failed.
     *
     * @return this handle
     * @throws AioException with {@link #result()}, {@link #cause()} and {@link #count()}, if the result is not
     *     {@code OK}. Its message tells what has failed, and for a timeout after what time
     * @throws IllegalStateException if an operation is in progress, as after a forgotten {@link #await()}; the message
     *     names the operation
     */
    Aio check();

    /**
     * Sets the timeout of every operation to come. Mirrors {@code nng_aio_set_timeout}.
     *
     * <p>An operation that has not finished in time is aborted with {@link AioError#ETIMEDOUT}; with
     * {@link Duration#ZERO} every operation completes with that error at once. No timeout fires early. Time is
     * {@link System#nanoTime()}, never the wall clock.
     *
     * @param timeout the time an operation may take, {@link #INFINITE} or {@link #DEFAULT}
     * @throws IllegalArgumentException if the timeout is negative and not {@link #DEFAULT}
     * @throws IllegalStateException if an operation is in progress
     */
    void setTimeout(Duration timeout);

    /**
     * Sets when the next operation expires. For that operation only, the instant replaces the timeout. This method
     * converts the instant to a delay, so later changes of the wall clock do not matter. An instant that has passed
     * completes the operation with {@link AioError#ETIMEDOUT} at once. Mirrors {@code nng_aio_set_expire}.
     *
     * @param expire when the operation expires, or {@code null} to undo an earlier call
     * @throws IllegalStateException if an operation is in progress
     */
    void setExpire(@Nullable Instant expire);

    /**
     * Sets an input of the operations to come. Mirrors {@code nng_aio_set_input}.
     *
     * @param index 0 to 3
     * @param value the input, or {@code null}
     * @throws IndexOutOfBoundsException if the index is another; nng ignores such a call
     * @throws IllegalStateException if an operation is in progress
     */
    void setInput(int index, @Nullable Object value);

    /**
     * Returns an input. Mirrors {@code nng_aio_get_input}.
     *
     * @param index 0 to 3
     * @return the input; {@code null} if there is none
     * @throws IndexOutOfBoundsException if the index is another; nng returns {@code NULL}
     */
    @Nullable
    Object getInput(int index);

    /**
     * Returns an output of the last operation. Mirrors {@code nng_aio_get_output}.
     *
     * @param index 0 to 3
     * @return the output; {@code null} if there is none
     * @throws IndexOutOfBoundsException if the index is another; nng returns {@code NULL}
     * @throws IllegalStateException if an operation is in progress
     */
    @Nullable
    Object getOutput(int index);

    /**
     * Returns the result of the last operation, if the operation has succeeded: output 0, or, for the type
     * {@link Message}, the received message.
     *
     * <pre>{@code
     * dialer.dial(aio);
     * aio.await();
     * Stream stream = aio.output(Stream.class);
     * }</pre>
     *
     * @param <T> the type of the output
     * @param type the type of the output
     * @return the output
     * @throws AioException as {@link #check()}, if the operation failed
     * @throws IllegalStateException if an operation is in progress, or if the last operation has produced nothing, or
     *     something of another type
     */
    default <T> T output(Class<T> type) {
        Objects.requireNonNull(type, "type");
        check();
        Object output = type == Message.class ? getMessage() : getOutput(0);
        if (!type.isInstance(output)) {
            throw new IllegalStateException("the last operation has produced "
                    + (output == null ? "nothing" : "a " + output.getClass().getName()) + ", not a " + type.getName());
        }
        return type.cast(output);
    }

    /**
     * Sets the message for the next operation. A send that succeeds takes the message over, and {@link #getMessage()}
     * returns {@code null}. After a send that fails the handle still has the message, which still belongs to the
     * caller. Mirrors {@code nng_aio_set_msg}.
     *
     * @param message the message, or {@code null}
     * @throws IllegalStateException if an operation is in progress
     */
    void setMessage(@Nullable Message message);

    /**
     * Returns the message that the last operation received, or the message that was set and not taken over by a send.
     * If nobody fetches a received message, the next start drops it. Mirrors {@code nng_aio_get_msg}.
     *
     * @return the message, or {@code null}
     * @throws IllegalStateException if an operation is in progress
     */
    @Nullable
    Message getMessage();

    /**
     * Sets the buffers that the operations to come transfer, in this order. An operation moves the buffers' positions
     * by what it transfers, as channels do. The handle copies the array but not the buffers: the buffers belong to an
     * operation while it is in progress. Mirrors {@code nng_aio_set_iov}.
     *
     * @param buffers up to {@value #IOV_MAX} buffers
     * @throws IllegalArgumentException if there are more buffers
     * @throws IllegalStateException if an operation is in progress
     */
    void setIov(ByteBuffer... buffers);

    /**
     * Asks that the callback be skipped if the next operation completes on this thread before the call that starts the
     * operation has returned. The same thread must call {@link #skipped()} right after the starting call. Mirrors
     * {@code nng_aio_skip_callback}.
     *
     * <p>Skipping saves a dispatch where the caller can go on by itself:
     *
     * <pre>{@code
     * do {
     *     aio.skipCallback();
     *     file.read(position, aio);
     * } while (aio.skipped() && consume(aio));
     * }</pre>
     *
     * @throws IllegalStateException if an operation is in progress
     */
    void skipCallback();

    /**
     * Tells, after an operation was started with {@link #skipCallback()}, whether the operation has completed already
     * and its callback will not run. If the result is {@code false}, the callback runs as usual.
     *
     * @return whether the last operation completed without its callback
     */
    boolean skipped();
}
