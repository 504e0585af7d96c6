package io.helve.bench.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** The server's side of a connection. */
final class Served extends Conversation {
    private enum State {
        GREETING,
        RECEIVING,
        SENDING,
        SINKING
    }

    private final LongAdder received;
    private State state = State.GREETING;
    private ByteBuffer buffer = ByteBuffer.allocate(Hello.BYTES);

    Served(LongAdder received) {
        this.received = received;
    }

    @Override
    void begun() {
        wire().receive(buffer);
    }

    @Override
    void transferred(int count) {
        if (state == State.SINKING) {
            received.add(count);
            wire().receive(buffer.clear());
        } else if (buffer.hasRemaining()) {
            goOn();
        } else {
            whole();
        }
    }

    private void goOn() {
        if (state == State.SENDING) {
            wire().send(buffer);
        } else {
            wire().receive(buffer);
        }
    }

    private void whole() {
        if (state == State.RECEIVING) {
            state = State.SENDING;
            wire().send(buffer.flip());
        } else if (state == State.SENDING) {
            state = State.RECEIVING;
            wire().receive(buffer.clear());
        } else {
            Hello hello = Hello.of(buffer.flip());
            buffer = StreamPeer.buffer(hello.receiveSize());
            state = hello.kind() == Hello.ECHO ? State.RECEIVING : State.SINKING;
            wire().receive(buffer);
        }
    }

    @Override
    void lost(Throwable cause) {
        wire().close();
    }
}
