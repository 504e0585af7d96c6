package io.helve.examples.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WeatherTest {
    @Test
    void aSubscriberGetsItsTopicsOnly() throws Exception {
        BlockingQueue<String> rome = new LinkedBlockingQueue<>();
        BlockingQueue<String> all = new LinkedBlockingQueue<>();
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            String url = "inproc://weather";
            try (WeatherStation station = new WeatherStation(sockets, url, 2);
                    TopicSubscriber some = new TopicSubscriber(
                            runtime.factory(), sockets, url, List.of("rome: ", "oslo: "), rome::add);
                    TopicSubscriber everything =
                            new TopicSubscriber(runtime.factory(), sockets, url, List.of(""), all::add)) {
                station.awaitSubscribers();
                station.report("berlin", "rain");
                station.report("rome", "sun");
                station.report("oslo", "snow");
                assertEquals("rome: sun", rome.poll(60, TimeUnit.SECONDS));
                assertEquals("oslo: snow", rome.poll(60, TimeUnit.SECONDS));
                for (String text : List.of("berlin: rain", "rome: sun", "oslo: snow")) {
                    assertEquals(text, all.poll(60, TimeUnit.SECONDS));
                }
            }
        }
    }
}
