package io.helve.bench;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import java.util.function.Consumer;

/** Operations of one thread on one handle, and allocating and closing handles. */
final class Handle implements AutoCloseable {
    private final AioRuntime runtime = AioRuntime.open();
    private final AioFactory factory = runtime.factory();
    private final EmptyProvider provider;
    private final Consumer<Aio> callback = aio -> {};
    private final Aio aio = factory.alloc();

    Handle(EmptyProvider provider) {
        this.provider = provider;
    }

    Aio allocAndClose() {
        Aio fresh = factory.alloc(callback);
        fresh.close();
        return fresh;
    }

    void finishAndAwait() throws InterruptedException {
        provider.startAndFinish(aio);
        aio.await();
    }

    void cancelAndAwait() throws InterruptedException {
        provider.start(aio);
        aio.cancel();
        aio.await();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
