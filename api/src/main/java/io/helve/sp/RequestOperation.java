package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer as one operation, with a context and a handle of its own: the handle sends, then receives.
 * The callback of the handle runs inline, since it runs no code of users. Whoever ends the operation closes both.
 */
final class RequestOperation implements AioCanceller {
    private final SpContext context;
    private final Aio inner;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Set before the handle is used. */
    @SuppressWarnings("NullAway.Init")
    private AioOperation outer;

    /** Whether the request has been sent; only the callback of the handle uses this field. */
    private boolean sent;

    private RequestOperation(SpSocket socket) {
        context = socket.openContext();
        try {
            inner = socket.factory().on(AioFactory.INLINE).alloc(this::next);
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    static void start(SpSocket socket, Message request, Aio aio) {
        RequestOperation made = new RequestOperation(socket);
        AioOperation started = AioOperation.start(aio, made);
        if (started == null) {
            made.release();
            return;
        }
        made.outer = started;
        made.inner.setMessage(request);
        made.context.send(made.inner);
        made.started();
    }

    /** Called when an operation of the handle was started: passes on a cancel that came before. */
    private void started() {
        AioError reason = outer.cancelReason();
        if (reason != null) {
            inner.abort(reason);
        }
        if (inner.isStopped()) { // the start was refused silently, unless the request has ended
            end(AioError.ESTOPPED, 0, null, null);
        }
    }

    private void next(Aio aio) {
        if (aio.result() == AioError.OK && !sent) {
            sent = true;
            context.receive(aio);
            started();
        } else {
            end(aio.result(), aio.count(), aio.cause(), aio.result() == AioError.OK ? aio.getMessage() : null);
        }
    }

    private void end(AioError result, long count, @Nullable Throwable cause, @Nullable Message answer) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (answer != null) {
            outer.setMessage(answer);
        }
        release();
        if (!outer.finish(result, count, cause) && answer != null) {
            answer.free();
        }
    }

    private void release() {
        context.close();
        inner.reap();
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        inner.abort(reason);
    }

    @Override
    public String describe() {
        return "a request on " + context;
    }
}
