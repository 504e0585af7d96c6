package io.helve.bench.sp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpOptions;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.time.Duration;

/** Helve's sockets with blocking calls, used as JeroMQ's are. */
final class HelveBlockingSide extends BlockingSide<SpSocket, Message> {
    private static final Duration LOOK = Duration.ofMillis(LOOK_MILLIS);

    private final SpSockets sockets;
    private final Messages messages;

    HelveBlockingSide(SpSockets sockets, Role role, Work work) {
        super(role, work);
        this.sockets = sockets;
        messages = sockets.messages();
    }

    @Override
    SpSocket socket() {
        SpSocket socket = sockets.open(role().spProtocol());
        // a receive that times out gives up its request; an asker checks the flag and ends
        if (role().function() != Role.Function.ASK) {
            socket.set(SpOptions.RECEIVE_TIMEOUT, LOOK);
        }
        socket.set(SpOptions.SEND_TIMEOUT, LOOK);
        if (role().protocol().equals("sub")) {
            socket.subscribe("");
        }
        return socket;
    }

    @Override
    String listen(SpSocket socket) {
        return socket.listen(role().url()).dialUrl().toString();
    }

    @Override
    void release(SpSocket socket) {
        socket.close();
    }

    @Override
    void dial(SpSocket socket) throws InterruptedException {
        socket.dial(role().url());
    }

    @Override
    boolean trySend(SpSocket socket, Message message) throws InterruptedException {
        try {
            socket.send(message);
            return true;
        } catch (AioException e) {
            return orNot(e, false);
        }
    }

    @Override
    Message tryReceive(SpSocket socket) throws InterruptedException {
        try {
            return socket.receive();
        } catch (AioException e) {
            return orNot(e, null);
        }
    }

    private static <T> T orNot(AioException e, T none) {
        if (e.error() != AioError.ETIMEDOUT) {
            throw e;
        }
        return none;
    }

    @Override
    Message make() {
        return messages.alloc(role().size());
    }

    @Override
    void drop(Message message) {
        message.free();
    }
}
