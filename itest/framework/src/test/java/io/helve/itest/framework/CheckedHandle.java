package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A handle that checks its operations: each operation must complete once, with success or because its stream is closed.
 */
final class CheckedHandle implements AutoCloseable {
    private final Aio aio;
    private final Consumer<Aio> then;
    private final Violations violations;
    private final AtomicBoolean pending = new AtomicBoolean();

    /**
     * How many operations have callbacks that have not returned. A callback that starts the next operation returns
     * afterwards, so the number stays above 0 in between.
     */
    private final AtomicInteger active = new AtomicInteger();

    private volatile AioError ending;

    /** When an operation has succeeded, {@code then} is called. */
    CheckedHandle(AioFactory factory, Violations violations, Consumer<Aio> then) {
        this.violations = violations;
        this.then = then;
        aio = factory.alloc(this::completed);
    }

    Aio aio() {
        return aio;
    }

    void start(Consumer<Aio> operation) {
        if (!pending.compareAndSet(false, true)) {
            violations.add("started while in progress");
        }
        active.incrementAndGet();
        operation.accept(aio);
    }

    private void completed(Aio done) {
        if (!pending.compareAndSet(true, false)) {
            violations.add("completed twice: " + done.result());
        }
        if (done.result() == AioError.OK) {
            then.accept(done);
        } else {
            ending = done.result();
            if (!violations.mayEndWith(ending)) {
                violations.add("ended with " + ending + ", " + done.cause());
            }
        }
        active.decrementAndGet();
    }

    /** {@return whether nothing is in progress} */
    boolean isQuiet() {
        return active.get() == 0;
    }

    /** {@return how the last operation failed, or null if none has} */
    AioError ending() {
        return ending;
    }

    @Override
    public void close() {
        aio.close();
    }
}
