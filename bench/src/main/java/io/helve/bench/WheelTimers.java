package io.helve.bench;

import io.netty.util.HashedWheelTimer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Timeouts of Netty's wheel, with ticks as fine as the ticks of nng and Helve. */
final class WheelTimers implements Timers {
    private final HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);
    private final IntConsumer fired;

    WheelTimers(IntConsumer fired) {
        this.fired = fired;
    }

    @Override
    public void sleep(int index, long millis) {
        timer.newTimeout(timeout -> fired.accept(index), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void arm(int round) {
        timer.newTimeout(timeout -> fired.accept(round), Timers.timeoutMillis(round), TimeUnit.MILLISECONDS)
                .cancel();
    }

    @Override
    public void sleepAndCancel(int round) {
        arm(round);
    }

    @Override
    public void close() {
        timer.stop();
    }
}
