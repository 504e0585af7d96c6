package io.helve.examples.workqueue;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Two workers that need a millisecond for a job, and a producer that could make jobs much faster. */
public final class Main {
    private static final int JOBS = 5_000;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "inproc://jobs";
        AtomicInteger worked = new AtomicInteger();
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            try (Producer producer = new Producer(runtime.factory(), sockets, url, JOBS);
                    Worker first = new Worker(sockets, url, job -> work(producer, worked));
                    Worker second = new Worker(sockets, url, job -> work(producer, worked))) {
                producer.start().join();
                System.out.println("all jobs are handed over");
                while (worked.get() < JOBS) {
                    Thread.sleep(10);
                }
                System.out.println("all jobs are done");
            }
        }
    }

    private static void work(Producer producer, AtomicInteger worked) {
        LockSupport.parkNanos(1_000_000);
        int done = worked.incrementAndGet();
        if (done % 1_000 == 0) {
            System.out.println(done + " jobs are done, the producer is " + (producer.produced() - done) + " ahead");
        }
    }
}
