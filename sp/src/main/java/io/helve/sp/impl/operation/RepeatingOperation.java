package io.helve.sp.impl.operation;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A handle for one operation after the other, whose end is dealt with by the thread that ends it, once the handle is
 * free again. In an ordinary callback only that thread could start it: to others it is busy until the callback has
 * returned, and here the next operation may well be started by another thread, at once.
 */
public final class RepeatingOperation implements Executor {
    private static final Logger LOG = System.getLogger(RepeatingOperation.class.getName());

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

    /** {@return how the last operation has ended} */
    public AioError result() {
        return aio.result();
    }

    /**
     * Has a provider, which may be anybody's, start an operation. If it throws, the operation ends with that error.
     *
     * @param provider starts an operation on the handle
     */
    public void start(Consumer<Aio> provider) {
        pending = true;
        try {
            provider.accept(aio);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        AioError error = e instanceof AioException known ? known.error() : AioError.EINTERNAL;
        if (error == AioError.EINTERNAL) {
            LOG.log(Level.ERROR, "A provider has failed", e);
        }
        if (aio.isBusy()) {
            aio.abort(error); // it has been started, and its canceller knows how to end it
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

    /** Ends it without waiting: an operation in progress ends with {@code ESTOPPED}. */
    public void close() {
        aio.reap();
    }
}
