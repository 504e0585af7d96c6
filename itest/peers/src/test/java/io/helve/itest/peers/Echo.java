package io.helve.itest.peers;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;

/**
 * Sends the bytes of each connection back until the peer ends its side, then closes the connection. Lives in the
 * callbacks of one handle.
 */
final class Echo {
    private final Stream stream;
    private final Aio aio;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private final Runnable ended;
    private boolean receives = true;

    private Echo(AioFactory factory, Stream stream, Runnable ended) {
        this.stream = stream;
        this.ended = ended;
        aio = factory.alloc(any -> next());
        aio.setIov(buffer);
    }

    static void start(AioFactory factory, Stream stream, Runnable ended) {
        Echo echo = new Echo(factory, stream, ended);
        stream.receive(echo.aio);
    }

    private void next() {
        if (aio.result() != AioError.OK) {
            stream.close();
            aio.close();
            ended.run();
        } else if (receives) {
            receives = false;
            buffer.flip();
            stream.send(aio);
        } else {
            receives = true;
            buffer.clear();
            stream.receive(aio);
        }
    }
}
