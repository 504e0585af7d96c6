package io.helve.examples.topics;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Passes the messages of its topics on to a consumer, one after the other. */
final class TopicSubscriber implements AutoCloseable {
    private final SpSocket socket;
    private final Aio aio;
    private final Consumer<String> consumer;

    /** Subscribes to topics; the topic {@code ""} is everything. */
    TopicSubscriber(AioFactory factory, SpSockets sockets, String url, List<String> topics, Consumer<String> consumer) {
        this.consumer = consumer;
        socket = sockets.open(SpProtocol.SUB);
        topics.forEach(socket::subscribe);
        socket.dialer(url).startInBackground(); // tries again until somebody listens
        aio = factory.alloc(this::received);
        socket.receive(aio);
    }

    private void received(Aio finished) {
        if (finished.result() == AioError.OK) {
            consumer.accept(new String(finished.getMessage().toByteArray(), StandardCharsets.UTF_8));
            socket.receive(finished);
        }
    }

    @Override
    public void close() {
        socket.close();
        aio.close(); // waits for a callback that is running: afterwards the consumer is not called any more
    }
}
