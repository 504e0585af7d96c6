package io.helve.races.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Each thread has a handle of its own, starts one operation after the other and waits for each. When await returns, the
 * present operation must be over, not only the previous one. The pool falls idle again and again, so a lost wake-up
 * leaves a thread waiting.
 */
public final class Turns {
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final Ledger ledger = new Ledger();
    private final AtomicLong operations = new AtomicLong();

    private Turns() {}

    /**
     * Runs the threads.
     *
     * @param threads how many threads; every second thread has a handle without a callback
     * @param seconds for how many seconds
     * @return the faults, empty if there are none
     * @throws InterruptedException if interrupted
     */
    public static List<String> run(int threads, int seconds) throws InterruptedException {
        return new Turns().turn(threads, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private List<String> turn(int threads, long end) throws InterruptedException {
        try (AioRuntime runtime =
                AioRuntime.open(AioConfig.builder().pool("turns").build())) {
            List<Thread> turners = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean hasCallback = i % 2 == 0;
                Thread turner = new Thread(() -> turn(runtime.factory(), hasCallback, end));
                turner.setDaemon(true);
                turner.start();
                turners.add(turner);
            }
            for (Thread turner : turners) {
                turner.join();
            }
        }
        System.out.printf("%,d turns of %d threads%n", operations.get(), threads);
        return ledger.faults();
    }

    private void turn(AioFactory factory, boolean hasCallback, long end) {
        SplittableRandom random = new SplittableRandom();
        AtomicLong callbacks = new AtomicLong();
        Consumer<Aio> callback = aio -> callbacks.incrementAndGet();
        try (Aio aio = hasCallback ? factory.alloc(callback) : factory.alloc()) {
            for (long turn = 1; System.nanoTime() < end && ledger.faults().isEmpty(); turn++) {
                boolean sleeps = random.nextInt(64) == 0;
                if (sleeps) {
                    factory.sleep(Duration.ofNanos(random.nextInt(300_000)), aio);
                } else {
                    AioOperation operation =
                            AioOperation.start(aio, (cancelled, reason) -> cancelled.finish(reason, 0));
                    for (int i = random.nextInt(1000); i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    operation.finish(AioError.OK, turn);
                }
                if (!aio.await(HUNG)) {
                    ledger.fault("turn " + turn + " does not end: " + aio);
                } else if (aio.isBusy() || hasCallback && callbacks.get() != turn || !sleeps && aio.count() != turn) {
                    ledger.fault("await returned too early in turn " + turn + ": " + aio);
                }
                operations.incrementAndGet();
            }
        } catch (InterruptedException | RuntimeException e) {
            ledger.fault(e.toString());
        }
    }
}
