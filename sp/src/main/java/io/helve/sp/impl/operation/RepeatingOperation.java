package io.helve.sp.impl.operation;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.FailedStart;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs operations in sequence on one handle. The thread that ends an operation calls {@code ended} when the handle is
 * free again, so that any thread can start the next operation at once. In an ordinary callback the handle would stay
 * busy for other threads until the callback has returned.
 */
public final class RepeatingOperation implements Executor {
    private static final Logger LOG = SafeLogger.of(RepeatingOperation.class);

    private final Aio aio;
    private final Runnable ended;

    /** Whether the end of an operation is still to come. */
    private volatile boolean pending;

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
     *
     * @param provider starts an operation on the handle
     */
    public void start(Consumer<Aio> provider) {
        pending = true;
        try {
            provider.accept(aio);
        } catch (Throwable e) { // also for lack of memory: otherwise there would never be another attempt
            failed(e);
        }
    }

    private void failed(Throwable e) {
        AioError error = FailedStart.error(e);
        if (error == AioError.EINTERNAL) {
            LOG.log(Level.ERROR, "A provider has failed", e);
        }
        if (aio.isBusy()) {
            aio.abort(error); // the operation has been started, and its canceller ends it
        } else if (pending && !aio.skipped()) {
            AioOperation operation = AioOperation.start(aio, null);
            if (operation != null) {
                operation.finish(error, 0, e);
            }
        }
    }

    /** {@return whether the operation that was started after {@link Aio#skipCallback} has ended already} */
    public boolean skipped() {
        if (!aio.skipped()) {
            return false;
        }
        pending = false;
        return true;
    }

    @Override
    public void execute(Runnable completion) {
        pending = false;
        completion.run();
        ended.run();
    }

    /** Gives the handle back without waiting: an operation in progress ends with {@code ESTOPPED}. */
    public void close() {
        aio.reap();
    }
}
