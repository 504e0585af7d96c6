package io.helve.bench;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/** Sleeps and timeouts of handles. */
final class HandleTimers implements Timers {
    private final AioRuntime runtime = AioRuntime.open();
    private final EmptyProvider provider;
    private final Aio[] sleepers;
    private final Aio[] armed = new Aio[ARMED];
    private final Duration[] timeouts = new Duration[TIMEOUTS];

    HandleTimers(EmptyProvider provider, int sleeps, IntConsumer fired) {
        this.provider = provider;
        BiConsumer<Aio, Integer> callback = (aio, index) -> fired.accept(index);
        sleepers = new Aio[sleeps];
        Arrays.setAll(sleepers, i -> runtime.factory().alloc(callback, i));
        Arrays.setAll(armed, i -> runtime.factory().alloc());
        Arrays.setAll(timeouts, i -> Duration.ofMillis(Timers.timeoutMillis(i)));
    }

    @Override
    public void sleep(int index, long millis) {
        runtime.factory().sleep(Duration.ofMillis(millis), sleepers[index]);
    }

    @Override
    public void arm(int round) {
        Aio aio = armed[round % ARMED];
        aio.setTimeout(timeouts[round % TIMEOUTS]);
        provider.startAndFinish(aio);
    }

    @Override
    public void sleepAndCancel(int round) {
        Aio aio = armed[round % ARMED];
        runtime.factory().sleep(timeouts[round % TIMEOUTS], aio);
        aio.cancel();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
