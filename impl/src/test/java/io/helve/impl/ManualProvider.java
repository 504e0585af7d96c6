package io.helve.impl;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider whose operations end when the test says so, or when they are cancelled if it is {@link #obedient}. */
public final class ManualProvider implements AioCanceller {
    /** With what reasons the canceller was called. */
    public final List<AioError> asked = new CopyOnWriteArrayList<>();

    /** The latest operation, null if it must not proceed. */
    public volatile AioOperation operation;

    private final boolean obedient;

    private ManualProvider(boolean obedient) {
        this.obedient = obedient;
    }

    /** {@return a provider that finishes an operation when asked to} */
    public static ManualProvider obedient() {
        return new ManualProvider(true);
    }

    /** {@return a provider that takes note of being asked, and goes on} */
    public static ManualProvider stubborn() {
        return new ManualProvider(false);
    }

    public AioOperation start(Aio aio) {
        operation = AioOperation.start(aio, this);
        return operation;
    }

    /** Finishes the latest operation with success. */
    public boolean succeed() {
        return operation.finish(AioError.OK, 0);
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        asked.add(reason);
        if (obedient) {
            cancelled.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "a manual operation";
    }
}
