package io.helve.bench.stream;

import java.nio.ByteBuffer;

/** The client's side of a connection that waits for its sends only. */
final class FlowClient extends Conversation {
    private final Flow flow;
    private final ByteBuffer message;
    private ByteBuffer buffer;

    FlowClient(int size, Flow flow) {
        this.flow = flow;
        message = StreamPeer.buffer(size);
        buffer = new Hello(Hello.FLOW, size).bytes();
    }

    @Override
    void begun() {
        wire().send(buffer);
    }

    @Override
    void transferred(int count) {
        if (buffer == message) {
            flow.sent(count);
        }
        if (buffer.hasRemaining()) {
            wire().send(buffer);
        } else if (flow.goesOn()) {
            buffer = message;
            wire().send(buffer.clear());
        }
    }

    @Override
    void lost(Throwable cause) {
        flow.lost(cause);
    }
}
