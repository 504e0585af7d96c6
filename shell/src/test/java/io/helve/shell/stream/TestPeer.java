package io.helve.shell.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The other side of a command's connection, one step after the other. */
final class TestPeer implements AutoCloseable {
    private final AioFactory factory;
    final FakeStream stream;

    private TestPeer(AioFactory factory, FakeStream stream) {
        this.factory = factory;
        this.stream = stream;
    }

    static TestPeer dial(AioFactory factory, FakeNetwork network, String url) throws Exception {
        return new TestPeer(
                factory, (FakeStream) run(factory, network.dialer(url)::dial).getOutput(0));
    }

    static TestPeer accept(AioFactory factory, Consumer<Aio> listener) throws Exception {
        return new TestPeer(factory, (FakeStream) run(factory, listener).getOutput(0));
    }

    void send(String text) throws Exception {
        run(factory, aio -> {
            aio.setIov(ByteBuffer.wrap(text.getBytes(UTF_8)));
            stream.send(aio);
        });
    }

    /** What came with one receive, or null at the end. */
    String receive() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            Aio aio = run(factory, handle -> {
                handle.setIov(buffer);
                stream.receive(handle);
            });
            return UTF_8.decode(stream.isMessageOriented() ? (ByteBuffer) aio.getOutput(0) : buffer.flip())
                    .toString();
        } catch (AioException e) {
            if (e.error() == AioError.ECONNSHUT) {
                return null;
            }
            throw e;
        }
    }

    /** What comes until the end. */
    String receiveAll() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String text = receive(); text != null; text = receive()) {
            all.append(text);
        }
        return all.toString();
    }

    void shutdown() throws Exception {
        run(factory, stream::shutdown);
    }

    static Aio run(AioFactory factory, Consumer<Aio> operation) throws Exception {
        try {
            return factory.submit(operation).get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof AioException known ? known : e;
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
