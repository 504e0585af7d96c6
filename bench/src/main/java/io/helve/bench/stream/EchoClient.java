package io.helve.bench.stream;

import java.nio.ByteBuffer;

/** The client's side of a connection that makes round trips. */
final class EchoClient extends Conversation {
    private enum State {
        GREETING,
        SENDING,
        RECEIVING
    }

    private final Trips trips;
    private final ByteBuffer message;
    private ByteBuffer buffer;
    private State state = State.GREETING;

    EchoClient(int size, Trips trips) {
        this.trips = trips;
        message = StreamPeer.buffer(size);
        buffer = new Hello(Hello.ECHO, size).bytes();
    }

    @Override
    void begun() {
        wire().send(buffer);
    }

    @Override
    void transferred(int count) {
        if (buffer.hasRemaining()) {
            goOn();
        } else if (state == State.GREETING) {
            buffer = message;
            trips.begin();
            send();
        } else if (state == State.SENDING) {
            state = State.RECEIVING;
            wire().receive(buffer.clear());
        } else if (trips.arrived()) {
            send();
        } else if (trips.idles()) {
            wire().receive(buffer.clear());
        }
    }

    private void send() {
        state = State.SENDING;
        wire().send(buffer.clear());
    }

    private void goOn() {
        if (state == State.RECEIVING) {
            wire().receive(buffer);
        } else {
            wire().send(buffer);
        }
    }

    @Override
    void lost(Throwable cause) {
        trips.lost(cause);
    }
}
