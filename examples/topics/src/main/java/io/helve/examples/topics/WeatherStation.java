package io.helve.examples.topics;

import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.util.concurrent.CountDownLatch;

/** Publishes the weather of cities. The topic is the beginning of the message: {@code "berlin: "}. */
final class WeatherStation implements AutoCloseable {
    private final SpSockets sockets;
    private final SpSocket socket;
    private final CountDownLatch expected;

    /** Listens at a URL; {@link #awaitSubscribers} waits for the expected number of subscribers. */
    WeatherStation(SpSockets sockets, String url, int subscribers) {
        this.sockets = sockets;
        expected = new CountDownLatch(subscribers);
        socket = sockets.open(SpProtocol.PUB);
        socket.onPipe(SpPipeEvent.AFTER_ADD, pipe -> expected.countDown());
        socket.listen(url);
    }

    /** Waits until the subscribers are connected: a subscriber misses what is published before it connects. */
    void awaitSubscribers() throws InterruptedException {
        expected.await();
    }

    /** Publishes a report. A publisher never waits: a subscriber that is too slow loses messages. */
    void report(String city, String weather) {
        socket.trySend(sockets.messages().of(city + ": " + weather));
    }

    @Override
    public void close() {
        socket.close();
    }
}
