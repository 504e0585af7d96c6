package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A survey with all its answers as one operation, with a context and a handle of its own: the handle sends, and then
 * receives until the survey's time is over. Whoever ends the operation closes both.
 */
final class SurveyOperation implements AioCanceller {
    private final SpContext context;
    private final Consumer<? super Message> answers;
    private final Aio inner;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Set before the handle is used. */
    @SuppressWarnings("NullAway.Init")
    private AioOperation outer;

    /** What becomes the output; null if the answers are passed on as they arrive. Set before the handle is used. */
    private @Nullable SurveyAnswers collected;

    /** Whether the survey has been sent; only the callback of the handle uses this field. */
    private boolean sent;

    private SurveyOperation(SpSocket socket, Consumer<? super Message> answers) {
        if (socket.protocol() != SpProtocol.SURVEYOR) {
            throw new AioException(AioError.ENOTSUP, "no surveys: " + socket);
        }
        this.answers = answers;
        context = socket.openContext();
        try {
            inner = socket.factory().alloc(this::next);
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    /**
     * Starts a survey.
     *
     * @param socket the surveyor
     * @param survey the message
     * @param answers gets each answer, one after the other, in callbacks of the socket's factory
     * @param aio the handle; the result is {@code OK} when the survey's time is over
     */
    static void start(SpSocket socket, Message survey, Consumer<? super Message> answers, Aio aio) {
        new SurveyOperation(socket, answers).start(survey, aio);
    }

    /** Starts a survey whose answers become output 0: {@link SurveyAnswers}. */
    static void collect(SpSocket socket, Message survey, Aio aio) {
        SurveyAnswers collected = new SurveyAnswers();
        SurveyOperation made = new SurveyOperation(socket, collected::add);
        made.collected = collected;
        made.start(survey, aio);
    }

    private void start(Message survey, Aio aio) {
        AioOperation started = AioOperation.start(aio, this);
        if (started == null) {
            release();
            return;
        }
        outer = started;
        inner.setMessage(survey);
        context.send(inner);
        started();
    }

    /** Called when an operation of the handle was started: passes on a cancel that came before. */
    private void started() {
        AioError reason = outer.cancelReason();
        if (reason != null) {
            inner.abort(reason);
        }
        if (inner.isStopped()) { // the start was refused silently, unless the survey has ended
            end(AioError.ESTOPPED, null);
        }
    }

    private void next(Aio aio) {
        AioError result = aio.result();
        if (result == AioError.OK && !sent) {
            sent = true;
            receive();
        } else if (result == AioError.OK) {
            Message answer = aio.getMessage();
            try {
                answers.accept(answer);
            } finally {
                receive();
            }
        } else {
            // ESTATE if the time was over before the receive began, because a callback ran late or took long
            boolean ends = result == AioError.ETIMEDOUT || result == AioError.ESTATE;
            boolean over = sent && ends && outer.cancelReason() == null;
            end(over ? AioError.OK : result, aio.cause());
        }
    }

    private void receive() {
        inner.setTimeout(Aio.INFINITE); // the survey's own time limits the receive
        context.receive(inner);
        started();
    }

    private void end(AioError result, @Nullable Throwable cause) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        release();
        boolean succeeds = collected != null && result == AioError.OK;
        if (succeeds) {
            outer.setOutput(0, collected);
        }
        if (!outer.finish(result, 0, cause) || !succeeds) {
            close(collected);
        }
    }

    private static void close(@Nullable SurveyAnswers unwanted) {
        if (unwanted != null) {
            unwanted.close();
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
        return "a survey on " + context;
    }
}
