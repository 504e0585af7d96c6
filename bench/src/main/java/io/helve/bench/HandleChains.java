package io.helve.bench;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import java.time.Duration;

/** Chains of operations on handles: the callback of a handle starts and finishes the handle's next operation. */
final class HandleChains extends Chains {
    private final AioRuntime runtime = AioRuntime.open();
    private final EmptyProvider provider;
    private final Aio[] handles;

    HandleChains(EmptyProvider provider, int inFlight, boolean timeout) {
        super(inFlight);
        this.provider = provider;
        handles = new Aio[inFlight];
        for (int i = 0; i < inFlight; i++) {
            handles[i] = runtime.factory().alloc((Aio aio, Link link) -> called(link), link(i));
            if (timeout) {
                handles[i].setTimeout(Duration.ofSeconds(30));
            }
        }
    }

    @Override
    void next(Link link) {
        provider.startAndFinish(handles[link.index]);
    }

    @Override
    void await(Link link) throws InterruptedException {
        handles[link.index].await();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
