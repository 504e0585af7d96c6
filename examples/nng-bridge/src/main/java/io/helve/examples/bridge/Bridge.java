package io.helve.examples.bridge;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;

/** Takes readings of sensors as requests, publishes each to all subscribers, and acknowledges it to its sensor. */
final class Bridge implements AutoCloseable {
    private final SpSocket sensors;
    private final SpSocket subscribers;

    Bridge(AioFactory factory, SpSockets sockets, String sensorUrl, String subscriberUrl) {
        subscribers = sockets.open(SpProtocol.PUB);
        subscribers.listen(subscriberUrl);
        sensors = sockets.open(SpProtocol.REP);
        sensors.listen(sensorUrl);
        sensors.receive(factory.alloc(this::received));
    }

    private void received(Aio finished) {
        if (finished.result() != AioError.OK) {
            finished.reap(); // the bridge has been closed
            return;
        }
        Message reading = finished.getMessage();
        subscribers.trySend(reading.duplicate()); // shares the bytes until one of both is changed
        reading.insert("published: ".getBytes(StandardCharsets.UTF_8));
        sensors.trySend(reading);
        sensors.receive(finished);
    }

    @Override
    public void close() {
        sensors.close();
        subscribers.close();
    }
}
