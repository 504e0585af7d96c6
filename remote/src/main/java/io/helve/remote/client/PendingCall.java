package io.helve.remote.client;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.sp.SpContext;
import io.helve.sp.SpSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A request and its answer, in a context of their own. */
final class PendingCall {
    private enum State {
        SENDING,
        RECEIVING
    }

    private final SpContext context;
    private final Aio aio;
    private final Message request;
    private final long deadline;
    private final CompletableFuture<Message> answer = new CompletableFuture<>();

    /** The thread that starts an operation writes the state before; the callback of the operation reads it. */
    private State state = State.SENDING;

    private PendingCall(SpSocket socket, AioFactory factory, Message request, Duration timeout) {
        this.request = request;
        deadline = System.nanoTime() + timeout.toNanos();
        context = socket.openContext();
        try {
            aio = factory.alloc(this::next);
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    /**
     * Sends a request.
     *
     * @param socket the socket of the connection
     * @param factory decides where the future is completed
     * @param request the message
     * @param timeout how long request and answer may take together
     * @param released called when context and handle are released
     * @return the answer to come; it fails with {@link RemoteFailure}. Completing it in another way gives up the call
     */
    static CompletableFuture<Message> start(
            SpSocket socket, AioFactory factory, Message request, Duration timeout, Runnable released) {
        PendingCall call = new PendingCall(socket, factory, request, timeout);
        call.answer.whenComplete((message, failure) -> {
            call.context.close();
            call.aio.reap();
            released.run();
        });
        call.aio.setMessage(request);
        call.aio.setTimeout(timeout);
        call.context.send(call.aio);
        call.started();
        return call.answer;
    }

    /** A handle that is stopped refuses to start an operation silently. */
    private void started() {
        if (aio.isStopped()) {
            fail(AioError.ESTOPPED, null);
        }
    }

    private void next(Aio completed) {
        if (completed.result() != AioError.OK) {
            fail(completed.result(), failure(completed));
            return;
        }
        if (state == State.SENDING) {
            state = State.RECEIVING;
            long rest = Math.max(0, deadline - System.nanoTime());
            completed.setTimeout(Duration.ofNanos(rest));
            context.receive(completed);
            started();
            return;
        }
        Message message = completed.getMessage();
        if (!answer.complete(message)) {
            message.free();
        }
    }

    private static AioException failure(Aio completed) {
        try {
            completed.check();
            return null;
        } catch (AioException e) {
            return e;
        } catch (IllegalStateException e) {
            return null; // the handle has been released meanwhile
        }
    }

    private void fail(AioError error, Throwable cause) {
        RemoteFailure failure = switch (error) {
            case ETIMEDOUT ->
                new RemoteFailure(
                        Kind.TIMED_OUT,
                        state == State.SENDING ? "the server cannot be reached in time" : "no answer in time",
                        cause);
            case ECONNRESET, ECONNSHUT, ECONNABORTED ->
                new RemoteFailure(Kind.DISCONNECTED, "the connection was lost during the call", cause);
            case ECLOSED, ESTOPPED -> new RemoteFailure(Kind.CLOSED, "the client is closed", cause);
            default -> new RemoteFailure(Kind.FAILED, "the call failed: " + error.message(), cause);
        };
        if (answer.completeExceptionally(failure) && state == State.SENDING) {
            request.free();
        }
    }
}
