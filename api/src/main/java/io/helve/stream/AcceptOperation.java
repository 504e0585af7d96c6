package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The accepting of all connections of a listener as one operation, with a handle of its own for each accept. */
final class AcceptOperation implements AioCanceller {
    private final StreamListener listener;
    private final Consumer<? super Stream> action;
    private final Aio inner;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Set before the handle is used. */
    @SuppressWarnings("NullAway.Init")
    private AioOperation outer;

    private AcceptOperation(StreamListener listener, Consumer<? super Stream> action) {
        this.listener = listener;
        this.action = action;
        this.inner = listener.factory().alloc(this::next);
    }

    /**
     * Starts to accept.
     *
     * @param listener the listener
     * @param action gets each stream, one after the other, in callbacks of the listener's factory
     * @param aio the handle; the result is {@code OK} when the listener is closed
     */
    static void start(StreamListener listener, Consumer<? super Stream> action, Aio aio) {
        AcceptOperation made = new AcceptOperation(listener, action);
        AioOperation started = AioOperation.start(aio, made);
        if (started == null) {
            made.inner.reap();
        } else {
            made.outer = started;
            made.accept();
        }
    }

    private void accept() {
        listener.accept(inner);
        AioError reason = outer.cancelReason();
        if (reason != null) { // a cancel may have come before the accept
            inner.abort(reason);
        }
        if (inner.isStopped()) { // the start was refused silently, unless the operation has ended
            end(AioError.ESTOPPED, null);
        }
    }

    private void next(Aio aio) {
        AioError result = aio.result();
        if (result == AioError.OK) {
            serve(aio.output(Stream.class));
        } else if (result == AioError.ENOFILES) { // the listener pauses, and then goes on
            accept();
        } else {
            end(result == AioError.ECLOSED ? AioError.OK : result, aio.cause());
        }
    }

    private void serve(Stream stream) {
        AioError reason = outer.cancelReason();
        if (reason != null) {
            stream.close();
            end(reason, null);
            return;
        }
        boolean taken = false;
        try {
            action.accept(stream);
            taken = true;
        } finally {
            if (!taken) {
                stream.close();
            }
            accept();
        }
    }

    private void end(AioError result, @Nullable Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            inner.reap();
            outer.finish(result, 0, cause);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        inner.abort(reason);
    }

    @Override
    public String describe() {
        return "accepting all connections of " + listener;
    }
}
