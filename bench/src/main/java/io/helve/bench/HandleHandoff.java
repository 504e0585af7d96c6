package io.helve.bench;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioOperation;

/** The handoff of a handle's completion to the pool. */
final class HandleHandoff extends Handoff {
    private final AioRuntime runtime = AioRuntime.open();
    private final EmptyProvider provider;
    private final Aio aio = runtime.factory().alloc(done -> called());
    private AioOperation operation;

    HandleHandoff(EmptyProvider provider) {
        this.provider = provider;
    }

    @Override
    void start() {
        operation = provider.start(aio);
    }

    @Override
    void finish() {
        operation.finish(AioError.OK, 0);
    }

    @Override
    void await() throws InterruptedException {
        aio.await();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
