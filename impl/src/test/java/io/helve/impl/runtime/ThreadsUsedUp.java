package io.helve.impl.runtime;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program for whose first timers and completions the system gives no thread; later it does. Helve has no thread of
 * its own then, so the next operation that the program starts has to make up for it.
 */
final class ThreadsUsedUp {
    private ThreadsUsedUp() {}

    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            AioFactory factory = runtime.factory();
            CountDownLatch ended = new CountDownLatch(3);
            Consumer<Aio> countDown = aio -> ended.countDown();
            Aio timer = factory.alloc(countDown);
            Aio atOnce = factory.alloc(countDown);
            Aio limited = factory.alloc(countDown);
            limited.setTimeout(Duration.ofMillis(10));
            CountDownLatch enough = new CountDownLatch(1);
            int threads = takeAllThreads(enough);
            factory.sleep(Duration.ofMillis(10), timer);
            factory.sleep(Duration.ZERO, atOnce);
            factory.sleep(Aio.INFINITE, limited);
            boolean early = ended.await(300, TimeUnit.MILLISECONDS);
            enough.countDown();
            boolean late = false;
            for (int i = 0; i < 100 && !late; i++) { // the system takes a while to see the end of the others
                factory.sleep(Duration.ofMillis(1), factory.alloc());
                late = ended.await(300, TimeUnit.MILLISECONDS);
            }
            System.out.println("threads taken: " + (threads > 0));
            System.out.println("without threads: " + early);
            System.out.println("with threads: " + late);
        }
    }

    private static int takeAllThreads(CountDownLatch enough) {
        int taken = 0;
        try {
            for (; taken < 10_000; taken++) {
                Thread thread = new Thread(null, () -> awaitQuietly(enough), "filler", 1 << 16);
                thread.setDaemon(true);
                thread.start();
            }
            return 0; // there is no limit
        } catch (OutOfMemoryError e) {
            return taken;
        }
    }

    private static void awaitQuietly(CountDownLatch enough) {
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
