package io.helve.races.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Many operations that end at once, each finished by all threads. The completions are more than the pool's rings hold.
 * After each burst the pool falls idle, so that the waiter of a lost completion waits in vain and reports it.
 */
public final class Burst {
    private static final int HANDLES = 6000;

    /** One handle and the progress of its present operation. */
    private static final class One {
        final AtomicInteger callbacks = new AtomicInteger();
        final AtomicInteger wins = new AtomicInteger();
        Aio aio;
        AioOperation operation;
    }

    private Burst() {}

    /**
     * Runs bursts.
     *
     * @param rounds how many
     * @param threads how many threads finish each operation
     * @return the faults, empty if there are none
     * @throws Exception if interrupted
     */
    public static List<String> run(int rounds, int threads) throws Exception {
        Ledger ledger = new Ledger();
        List<One> all = new ArrayList<>();
        try (AioRuntime runtime =
                AioRuntime.open(AioConfig.builder().pool("burst").threads(1, 2).build())) {
            for (int i = 0; i < HANDLES; i++) {
                One one = new One();
                one.aio = runtime.factory().alloc(aio -> one.callbacks.incrementAndGet());
                all.add(one);
            }
            for (int round = 1; round <= rounds && ledger.faults().isEmpty(); round++) {
                all.forEach(one -> one.operation =
                        AioOperation.start(one.aio, (operation, reason) -> operation.finish(reason, 0)));
                finish(all, threads);
                for (One one : all) {
                    if (!one.aio.await(Duration.ofSeconds(60))) {
                        ledger.fault("round " + round + ": no completion of " + one.aio);
                    } else if (one.wins.get() != round || one.callbacks.get() != round) {
                        ledger.fault("after " + round + " rounds " + one.wins + " wins and " + one.callbacks
                                + " callbacks of " + one.aio);
                    }
                }
            }
            if (runtime.snapshot().queued() != 0) {
                ledger.fault("completions are still queued: " + runtime.snapshot());
            }
        }
        return ledger.faults();
    }

    private static void finish(List<One> all, int threads) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<Thread> finishers = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(() -> {
                    List<One> order = new ArrayList<>(all);
                    Collections.shuffle(order, new Random(i % 2)); // some thread pairs go in step
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    for (One one : order) {
                        if (one.operation.finish(AioError.OK, 0)) {
                            one.wins.incrementAndGet();
                        }
                    }
                }))
                .toList();
        finishers.forEach(Thread::start);
        for (Thread finisher : finishers) {
            finisher.join();
        }
    }
}
