package io.helve.bench.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;

/** A connection of Helve's with one handle. */
final class HelveWire implements Wire {
    private final Stream stream;
    private final Aio aio;
    private final Conversation conversation;
    private ByteBuffer current;

    HelveWire(AioFactory handles, Stream stream, Conversation conversation) {
        this.stream = stream;
        this.conversation = conversation;
        aio = handles.alloc(this::completed);
    }

    @Override
    public void begin() {
        conversation.begin(this);
    }

    @Override
    public void send(ByteBuffer buffer) {
        use(buffer);
        stream.send(aio);
    }

    @Override
    public void receive(ByteBuffer buffer) {
        use(buffer);
        stream.receive(aio);
    }

    private void use(ByteBuffer buffer) {
        if (current != buffer) {
            current = buffer;
            aio.setIov(buffer); // the buffers stay set for the next operations
        }
    }

    private void completed(Aio done) {
        if (done.result() == AioError.OK) {
            conversation.transferred((int) done.count());
        } else {
            conversation.lost(new AioException(done.result(), "stream", done.cause(), done.count()));
        }
    }

    @Override
    public void close() {
        stream.close();
        aio.close();
    }
}
