package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answering of requests as one operation. Each of its workers has a context and a handle of its own, and has one
 * request in progress at a time: the handle receives a request, the user's function makes the answer, and the handle
 * sends it. The operation ends when the last worker has ended.
 */
final class ServeOperation implements AioCanceller {
    private static final System.Logger LOG = System.getLogger(SpSocket.class.getName());

    private final SpSocket socket;
    private final Function<? super Message, ? extends @Nullable CompletionStage<? extends @Nullable Message>> answer;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger running;
    private final AtomicReference<AioError> failure = new AtomicReference<>(AioError.OK);

    /** Set before the workers start. */
    @SuppressWarnings("NullAway.Init")
    private AioOperation outer;

    private ServeOperation(
            SpSocket socket,
            int parallel,
            Function<? super Message, ? extends @Nullable CompletionStage<? extends @Nullable Message>> answer) {
        this.socket = socket;
        this.answer = answer;
        this.running = new AtomicInteger(parallel);
        try {
            for (int i = 0; i < parallel; i++) {
                workers.add(new Worker());
            }
        } catch (Throwable e) {
            workers.forEach(Worker::release);
            throw e;
        }
    }

    /**
     * Starts to serve.
     *
     * @param socket the socket, whose protocol answers
     * @param parallel how many requests may be in progress at a time
     * @param answer makes the answer to a request; called in callbacks of the socket's factory
     * @param aio the handle; the result is {@code OK} when the socket is closed
     */
    static void start(
            SpSocket socket,
            int parallel,
            Function<? super Message, ? extends @Nullable CompletionStage<? extends @Nullable Message>> answer,
            Aio aio) {
        ServeOperation made = new ServeOperation(socket, parallel, answer);
        AioOperation started = AioOperation.start(aio, made);
        if (started == null) {
            made.workers.forEach(Worker::release);
        } else {
            made.outer = started;
            made.workers.forEach(Worker::receive);
        }
    }

    /** {@return the stage of an answer that is there already; null if there is none} */
    static @Nullable CompletionStage<Message> answered(@Nullable Message answer) {
        return answer == null ? null : CompletableFuture.completedStage(answer);
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        workers.forEach(worker -> worker.cancel(reason));
    }

    @Override
    public String describe() {
        return "serving on " + socket;
    }

    /** One request at a time. */
    private final class Worker {
        private final SpContext context = socket.openContext();
        private final Aio aio;
        private final AtomicBoolean ended = new AtomicBoolean();

        /** Whether the operation of the handle is a send. The thread that starts the operation sets this before. */
        private boolean sending;

        /** What makes the answer to the request in progress, if the answer was not there at once. */
        private volatile @Nullable CompletionStage<? extends @Nullable Message> answering;

        Worker() {
            try {
                aio = socket.factory().alloc(this::next);
            } catch (Throwable e) {
                context.close();
                throw e;
            }
        }

        /** Ends the operation of the handle, or the wait for an answer. */
        void cancel(AioError reason) {
            aio.abort(reason);
            CompletionStage<? extends @Nullable Message> unfinished = answering;
            if (unfinished != null) {
                end(reason);
                try {
                    unfinished.toCompletableFuture().cancel(true);
                } catch (UnsupportedOperationException e) {
                    // the stage cannot be cancelled; its answer is freed
                }
            }
        }

        void receive() {
            if (ended.get() || isCancelled()) {
                return;
            }
            sending = false;
            aio.setTimeout(Aio.INFINITE);
            context.receive(aio);
            started();
        }

        private void send(Message message) {
            sending = true;
            aio.setTimeout(Aio.DEFAULT);
            aio.setMessage(message);
            context.send(aio);
            started();
        }

        /** {@return whether the operation is cancelled; the worker then ends} */
        private boolean isCancelled() {
            AioError reason = outer.cancelReason();
            if (reason != null) {
                end(reason);
            }
            return reason != null;
        }

        /** Called when an operation of the handle was started: passes on a cancel that came before. */
        private void started() {
            AioError reason = outer.cancelReason();
            if (reason != null) {
                aio.abort(reason);
            }
            if (aio.isStopped()) { // the start was refused silently, unless the worker has ended
                end(AioError.ESTOPPED);
            }
        }

        private void next(Aio completed) {
            AioError result = completed.result();
            boolean sent = sending;
            if (sent && result != AioError.OK) {
                Message unsent = completed.getMessage();
                if (unsent != null) {
                    unsent.free();
                }
            }
            boolean over = result == AioError.ECLOSED || result == AioError.ESTOPPED || !sent && result != AioError.OK;
            if (over) {
                end(result);
            } else if (sent) { // an answer that cannot be sent is no reason to end: its peer has gone
                receive();
            } else {
                serve(Objects.requireNonNull(completed.getMessage(), "message"));
            }
        }

        private void serve(Message request) {
            CompletionStage<? extends @Nullable Message> stage;
            try {
                stage = answer.apply(request);
            } catch (Throwable e) {
                answered(request, null, e);
                return;
            }
            if (stage == null) {
                answered(request, null, null);
                return;
            }
            answering = stage;
            stage.whenComplete((message, thrown) -> {
                answering = null;
                answered(request, message, thrown);
            });
            AioError reason = outer.cancelReason();
            if (reason != null) { // a cancel may have come before the field was set
                cancel(reason);
            }
        }

        private void answered(Message request, @Nullable Message message, @Nullable Throwable thrown) {
            if (message != request) {
                request.free();
            }
            if (thrown != null && !ended.get()) {
                LOG.log(
                        Level.ERROR,
                        "A request on " + socket + " gets no answer, because its function has failed",
                        thrown);
            }
            if (message == null) {
                receive();
            } else if (ended.get() || isCancelled()) {
                message.free();
            } else {
                send(message);
            }
        }

        private void end(AioError reason) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            release();
            if (reason != AioError.ECLOSED) {
                failure.compareAndSet(AioError.OK, reason);
            }
            if (running.decrementAndGet() == 0) {
                outer.finish(Objects.requireNonNull(failure.get(), "failure"), 0);
            }
        }

        void release() {
            context.close();
            aio.reap();
        }
    }
}
