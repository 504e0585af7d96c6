package io.helve.examples.topics;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A publisher and two subscribers, one of which wants the weather of Berlin only. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "tcp://127.0.0.1:5556";
        CountDownLatch printed = new CountDownLatch(5);
        try (AioRuntime runtime = AioRuntime.open()) {
            AioFactory factory = runtime.factory();
            SpSockets sockets = SpSockets.of(runtime);
            try (WeatherStation station = new WeatherStation(sockets, url, 2);
                    TopicSubscriber berlin = new TopicSubscriber(factory, sockets, url, List.of("berlin: "), text -> {
                        System.out.println("in Berlin   " + text);
                        printed.countDown();
                    });
                    TopicSubscriber everywhere = new TopicSubscriber(factory, sockets, url, List.of(""), text -> {
                        System.out.println("everywhere  " + text);
                        printed.countDown();
                    })) {
                station.awaitSubscribers();
                station.report("berlin", "rain");
                station.report("rome", "sun");
                station.report("berlin", "still rain");
                printed.await();
            }
        }
    }
}
