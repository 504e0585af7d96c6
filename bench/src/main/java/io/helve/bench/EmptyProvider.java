package io.helve.bench;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;

/** A provider of operations that do nothing, so that only the cost of the handle is measured. */
final class EmptyProvider implements AioCanceller {
    private final boolean exclusive;

    /**
     * Creates a provider.
     *
     * @param exclusive whether the provider itself decides which thread finishes an operation, as every provider of
     *     nng's must
     */
    EmptyProvider(boolean exclusive) {
        this.exclusive = exclusive;
    }

    AioOperation start(Aio aio) {
        return exclusive ? AioOperation.startExclusive(aio, this) : AioOperation.start(aio, this);
    }

    void startAndFinish(Aio aio) {
        AioOperation operation = start(aio);
        if (operation != null) {
            operation.finish(AioError.OK, 0);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        operation.finish(reason, 0);
    }
}
