package io.helve.remote.server;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.remote.codec.Cbor;
import io.helve.sp.SpContext;
import io.helve.sp.SpSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Receives a call and sends its answer; afterwards the slot can receive another call. The context of the slot keeps the
 * way back to the client. An answer waits in the context for room in the connection; it is dropped only if the client
 * reads nothing until the send times out.
 */
final class CallSlot {
    private enum State {
        RECEIVING,
        CALLING,
        SENDING
    }

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    private final CallServer server;
    private final SpContext context;
    private final Aio aio;

    /** The thread that starts an operation writes the state before; the callback of the operation reads it. */
    private State state = State.RECEIVING;

    /** The caller whose answer is being sent; null otherwise. Whoever sets it to null tells the server. */
    private final AtomicReference<CallerShare> sending = new AtomicReference<>();

    CallSlot(CallServer server, SpSocket socket) {
        this.server = server;
        context = socket.openContext();
        try {
            aio = socket.factory().alloc(this::next);
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    void receive() {
        state = State.RECEIVING;
        aio.setTimeout(Aio.INFINITE);
        context.receive(aio);
    }

    private void next(Aio completed) {
        AioError result = completed.result();
        if (state == State.RECEIVING) {
            if (result == AioError.OK) {
                state = State.CALLING;
                server.received(this, completed.getMessage());
            } else {
                server.ended(this, result);
            }
            return;
        }
        Message unsent = completed.getMessage();
        if (unsent != null) {
            unsent.free();
        }
        sent();
        if (result == AioError.ECLOSED || result == AioError.ESTOPPED) {
            server.ended(this, result);
        } else { // an answer that cannot be sent is no failure of the server
            server.answered(this);
        }
    }

    /** Sends an answer, in the place of the bytes of the call. */
    void answer(Message message, Cbor.Bytes bytes, CallerShare share) {
        sending.set(share);
        try {
            message.clear();
            message.append(bytes.array(), 0, bytes.size());
        } catch (AioException e) { // there is no memory: the client gets no answer
            message.free();
            sent();
            server.answered(this);
            return;
        }
        state = State.SENDING;
        aio.setTimeout(SEND_TIMEOUT);
        aio.setMessage(message);
        context.send(aio);
        if (aio.isStopped()) { // the slot is closed: its handle may have refused the operation silently
            sent();
        }
    }

    private void sent() {
        CallerShare share = sending.getAndSet(null);
        if (share != null) {
            server.sent(share);
        }
    }

    /** Ends the slot without waiting; a call that is in progress gets no answer. */
    void close() {
        context.close();
        aio.reap();
        sent();
    }
}
