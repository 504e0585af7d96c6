package io.helve.bench;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Tasks of a {@code ScheduledThreadPoolExecutor} with as many threads as there are CPUs. */
final class ScheduledTimers implements Timers {
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(Runtime.getRuntime().availableProcessors());
    private final IntConsumer fired;

    ScheduledTimers(IntConsumer fired) {
        this.fired = fired;
        // otherwise cancelled tasks stay in the queue until their time, and fill the heap
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void sleep(int index, long millis) {
        executor.schedule(() -> fired.accept(index), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void arm(int round) {
        executor.schedule(() -> fired.accept(round), Timers.timeoutMillis(round), TimeUnit.MILLISECONDS)
                .cancel(false);
    }

    @Override
    public void sleepAndCancel(int round) {
        arm(round);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
