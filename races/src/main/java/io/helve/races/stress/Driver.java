package io.helve.races.stress;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;
import java.util.SplittableRandom;

/** One of the threads that perform random operations on handles. */
final class Driver extends Thread {
    private final Slots slots;
    private final AioRuntime runtime;
    private final SplittableRandom random;
    private volatile long steps;
    private volatile boolean closing;
    private volatile Throwable failure;

    Driver(int number, Slots slots, AioRuntime runtime, long seed) {
        super("driver-" + number);
        this.slots = slots;
        this.runtime = runtime;
        this.random = new SplittableRandom(seed * 31 + number);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                step();
                steps++; // only this thread writes it
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void step() throws InterruptedException {
        int slot = slots.pick(random);
        Subject subject = slots.get(slot);
        int dice = random.nextInt(10_000);
        if (dice < 4500) {
            subject.start(random);
        } else if (dice < 8800) {
            subject.finish(random);
        } else if (dice < 9600) {
            subject.cancel(random);
        } else if (dice < 9800) {
            slots.janitor().help();
        } else if (dice < 9900) {
            subject.await(random);
        } else if (dice < 9999) {
            if (subject.isStopped() || subject.end(random)) {
                slots.renew(slot, subject);
            }
        } else if (random.nextInt(10) == 0) {
            AioConfig config = runtime.snapshot().config();
            runtime.configure(
                    config.toBuilder().threads(1, 1 + random.nextInt(6)).build());
        }
    }

    long steps() {
        return steps;
    }

    Throwable failure() {
        return failure;
    }

    void close() {
        closing = true;
    }
}
