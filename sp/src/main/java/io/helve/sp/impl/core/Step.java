package io.helve.sp.impl.core;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import java.util.concurrent.Executor;

/**
 * A handle for one operation after the other, whose end is dealt with by the thread that ends it, once the handle is free again. In an
 * ordinary callback only that thread could start it: to others it is busy until the callback has returned, and here the next operation may
 * well be started by another thread, at once.
 */
public final class Step implements Executor {
    private final Aio aio;
    private final Runnable ended;

    /**
     * Allocates a handle.
     *
     * @param factory makes it
     * @param ended called after each operation, unless it was skipped; must not throw
     */
    public Step(AioFactory factory, Runnable ended) {
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

    @Override
    public void execute(Runnable completion) {
        completion.run();
        ended.run();
    }

    /** Ends it without waiting: an operation in progress ends with {@code ESTOPPED}. */
    public void close() {
        aio.reap();
    }
}
