package io.helve.sp.impl.operation;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.InlineExecutor;
import io.helve.internal.FailedStart;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Runs operations in sequence on one handle. The thread that ends an operation calls {@code ended} when the handle is
 * free again, so that any thread can start the next operation at once. In an ordinary callback the handle would stay
 * busy for other threads until the callback has returned.
 *
 * <p>Each {@link #start} is followed by one end, also when the handle was stopped before: a stopped handle refuses the
 * operation silently, and whoever waits for its end would wait for ever. The result is {@code ESTOPPED} then, and stays
 * so: {@code ended} must not start another operation after this result.
 */
public final class RepeatingOperation implements InlineExecutor {
    private static final Logger LOG = SafeLogger.of(RepeatingOperation.class);

    private final Aio aio;
    private final Runnable ended;

    /**
     * The number of operations that were begun. The thread that starts an operation writes this field, and the thread
     * that ends the operation reads it; the state of the handle publishes the value.
     */
    private int begun;

    /**
     * The number of the last operation whose end the executor was given. Read only when the handle is seen not to be
     * busy, which is after the write.
     */
    private int over;

    /**
     * Allocates a handle.
     *
     * @param factory makes it
     * @param ended called after each operation, unless it was skipped; must not throw
     */
    public RepeatingOperation(AioFactory factory, Runnable ended) {
        this.ended = ended;
        aio = factory.on(this).alloc(done -> {});
    }

    /** {@return the handle} */
    public Aio aio() {
        return aio;
    }

    /** {@return the result of the last operation} */
    public AioError result() {
        return aio.result();
    }

    /**
     * Has a provider, perhaps of another bundle, start an operation. If it throws, the operation ends with that error.
     * If the handle has been stopped, the operation ends with {@code ESTOPPED} on this thread.
     *
     * @param provider starts an operation on the handle
     */
    public void start(Consumer<Aio> provider) {
        int number = begun + 1;
        begun = number;
        try {
            provider.accept(aio);
        } catch (Throwable e) { // also for lack of memory: otherwise there would never be another attempt
            failed(number, e);
        }
        if (isIdle(number)) {
            over = number;
            ended.run();
        }
    }

    /** {@return whether an operation has neither started nor ended} */
    private boolean isIdle(int number) {
        return !aio.isBusy() && over - number < 0 && !aio.skipped();
    }

    private void failed(int number, Throwable e) {
        AioError error = FailedStart.error(e);
        if (error == AioError.EINTERNAL) {
            LOG.log(Level.ERROR, "A provider has failed", e);
        }
        if (aio.isBusy()) {
            aio.abort(error); // the operation has been started, and its canceller ends it
        } else if (isIdle(number)) {
            AioOperation operation = AioOperation.start(aio, null);
            if (operation != null) {
                operation.finish(error, 0, e);
            }
        }
    }

    /** {@return whether the operation that was started after {@link Aio#skipCallback} has ended already} */
    public boolean skipped() {
        return aio.skipped();
    }

    @Override
    public void execute(Runnable completion) {
        over = begun;
        completion.run();
        ended.run();
    }

    /** Gives the handle back without waiting: an operation in progress ends with {@code ESTOPPED}. */
    public void close() {
        aio.reap();
    }
}
