package io.helve.examples.bridge;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.concurrent.CountDownLatch;

/** Runs the bridge until the program is interrupted. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String sensors = args.length > 0 ? args[0] : "ipc:///tmp/sensors.ipc";
        String subscribers = args.length > 1 ? args[1] : "tcp://127.0.0.1:5559";
        try (AioRuntime runtime = AioRuntime.open();
                Bridge bridge = new Bridge(runtime.factory(), SpSockets.of(runtime), sensors, subscribers)) {
            System.out.println("Sensors dial " + sensors + ", subscribers " + subscribers);
            new CountDownLatch(1).await();
        }
    }
}
