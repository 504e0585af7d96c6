package io.helve.remote.server;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.remote.codec.Cbor;
import io.helve.sp.SpContext;
import io.helve.sp.SpSocket;
import java.time.Duration;

/**
 * Receives a call, and sends its answer when there is one; then the slot is free for another call. A context of the
 * socket keeps the way back, and an answer waits in it for room in the connection: only an answer whose client takes no
 * bytes for a while is dropped.
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
        if (result == AioError.ECLOSED || result == AioError.ESTOPPED) {
            server.ended(this, result);
        } else { // an answer that cannot be sent is no failure of the server
            server.answered(this);
        }
    }

    /** Sends an answer, in the place of the bytes of the call. */
    void answer(Message message, Cbor.Bytes bytes) {
        message.clear();
        message.append(bytes.array(), 0, bytes.size());
        state = State.SENDING;
        aio.setTimeout(SEND_TIMEOUT);
        aio.setMessage(message);
        context.send(aio);
    }

    /** Ends the slot without waiting; a call that is in progress gets no answer. */
    void close() {
        context.close();
        aio.reap();
    }
}
