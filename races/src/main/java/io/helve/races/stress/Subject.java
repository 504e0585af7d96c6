package io.helve.races.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.races.stress.Trial.Temper;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A handle from its allocation to its release, and the operations on it. */
final class Subject {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    final Ledger ledger;
    final Janitor janitor;

    /** Whether no thread cancels or stops the handle, and some of its operations are left to end by themselves. */
    final boolean quiet;

    final Way way;
    final Aio aio;
    private final AioFactory factory;
    private final Temper[] tempers;
    private final long seed;

    /** Set while a thread outside of the callback prepares and starts an operation. */
    private final AtomicBoolean starting = new AtomicBoolean();

    private final AtomicBoolean inCallback = new AtomicBoolean();

    /**
     * The operation started last. The field is plain, so the callback sees the operation only if the engine publishes
     * it.
     */
    private Trial current;

    /**
     * The operation for other threads to finish: the operation started last, or the previous operation, which is over.
     */
    private volatile Trial published;

    private volatile Trial previous;

    /** Set before the first call of stop, reap or close. */
    private volatile boolean stopped;

    Subject(Ledger ledger, Janitor janitor, AioFactory factory, Way way, Temper[] tempers, boolean quiet, long seed) {
        this.ledger = ledger;
        this.janitor = janitor;
        this.factory = factory;
        this.way = way;
        this.tempers = tempers;
        this.quiet = quiet;
        this.seed = seed;
        aio = way == Way.NO_CALLBACK ? factory.alloc() : factory.alloc(Subject::callback, this);
    }

    // ---- starting

    /** Starts an operation, unless an operation is in progress or another thread is about to start one. */
    void start(SplittableRandom random) {
        if (isStopped() || !starting.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!aio.isBusy()) {
                checkCompleted();
                startPrepared(random);
            } else if (quiet && published != null && published.isOverdue()) {
                published.fault("does not end by itself");
            }
        } finally {
            starting.set(false);
        }
    }

    /** Checks, on an idle handle, that the last operation has completed and that its result has been seen. */
    private void checkCompleted() {
        Trial last = current;
        if (last != null && !last.isSeen()) {
            if (way == Way.NO_CALLBACK) {
                last.see(aio);
            } else if (!isStopped()) {
                last.fault("has not had its callback, but the handle is idle");
            }
        }
    }

    private void startPrepared(SplittableRandom random) {
        boolean sleeps = random.nextInt(8) == 0;
        long timeout = setTimeout(random);
        Temper temper = sleeps ? Temper.PROMPT : tempers[random.nextInt(tempers.length)];
        long sleep = sleeps ? random.nextLong(2_000_000) : Long.MAX_VALUE;
        Trial trial = new Trial(
                SEQUENCE.incrementAndGet(),
                this,
                temper,
                random.nextInt(4) == 0,
                temper == Temper.STUBBORN && timeout > 0 ? Long.MAX_VALUE : timeout,
                sleep);
        previous = published;
        current = trial;
        aio.setInput(0, trial);
        aio.setIov(trial.buffer);
        aio.setMessage(random.nextBoolean() ? trial.message : null);
        boolean skips = random.nextInt(16) == 0;
        if (skips) {
            aio.skipCallback();
        }
        if (sleeps) {
            factory.sleep(Duration.ofNanos(sleep), aio);
            if (!isStopped()) {
                trial.admitWithoutProvider();
            }
        } else {
            startWithProvider(trial);
        }
        if (skips) {
            trial.finish(AioError.OK, trial.sequence);
            if (aio.skipped()) {
                trial.see(aio);
            }
        }
    }

    private long setTimeout(SplittableRandom random) {
        int dice = random.nextInt(32);
        long timeout = dice == 0
                ? 0
                : dice < 4 ? random.nextLong(300_000) : dice < 10 ? random.nextLong(4_000_000) : Long.MAX_VALUE;
        aio.setTimeout(timeout == Long.MAX_VALUE ? Aio.INFINITE : Duration.ofNanos(timeout));
        if (random.nextInt(64) == 0) {
            aio.setExpire(Instant.now().plusNanos(random.nextLong(2_000_000) - 500_000));
            return 0;
        }
        return timeout;
    }

    private void startWithProvider(Trial trial) {
        var canceller = trial.temper == Temper.STUBBORN ? null : trial;
        AioOperation operation =
                trial.exclusive ? AioOperation.startExclusive(aio, canceller) : AioOperation.start(aio, canceller);
        if (operation != null) {
            trial.admit(operation);
            published = trial;
            if (canceller == null) {
                janitor.later(() -> trial.finish(AioError.OK, trial.sequence));
            }
        } else if (trial.isClaimed()) {
            trial.fault("was refused although its provider was asked to end it");
        } else if (!isStopped()) {
            if (trial.timeout != 0) {
                trial.fault("was refused although the handle has not been stopped");
            }
            trial.admitWithoutProvider();
        }
    }

    // ---- the callback

    private static void callback(Aio aio, Subject subject) {
        subject.callback();
    }

    private void callback() {
        if (inCallback.getAndSet(true)) {
            current.fault("had its callback while another was running");
        }
        Trial trial = current;
        if (!aio.isBusy()) {
            trial.fault("had its callback while the handle was idle");
        }
        trial.see(aio);
        SplittableRandom random = new SplittableRandom(seed ^ trial.sequence);
        int dice = random.nextInt(1024);
        if (dice < 300) {
            startPrepared(random);
        } else if (dice < 302) {
            expectRefusal(aio::stop);
        } else if (dice < 304 && !quiet) {
            stopped = true;
            aio.close(); // does not wait here
        }
        inCallback.set(false);
        if (dice == 1023) {
            ledger.thrown.increment();
            throw new ThrownOnPurpose();
        }
    }

    private void expectRefusal(Runnable wait) {
        try {
            wait.run();
            current.fault("was allowed to wait in its callback");
        } catch (IllegalStateException expected) {
            // waiting here would deadlock
        }
    }

    /** The exception that some callbacks throw. */
    private static final class ThrownOnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1;

        ThrownOnPurpose() {
            super("on purpose", null, false, false);
        }
    }

    // ---- what any thread does

    void finish(SplittableRandom random) {
        Trial trial = random.nextInt(8) == 0 ? previous : published;
        if (trial != null && !(quiet && trial.timeout != Long.MAX_VALUE)) {
            AioError error = random.nextInt(4) == 0 ? AioError.ECONNRESET : AioError.OK;
            trial.finish(error, trial.sequence * 16 + random.nextInt(16));
        }
    }

    void cancel(SplittableRandom random) {
        if (!quiet) {
            if (random.nextInt(4) == 0) {
                aio.abort(random.nextBoolean() ? AioError.ECLOSED : AioError.EINTR);
            } else {
                aio.cancel();
            }
        }
    }

    void await(SplittableRandom random) throws InterruptedException {
        if (random.nextInt(4) == 0 && !quiet) {
            aio.cancel();
            aio.await();
        } else {
            aio.await(Duration.ofNanos(random.nextLong(1_000_000)));
        }
    }

    /**
     * Stops or closes the handle, perhaps while other threads start, stop or close it.
     *
     * @return whether the handle has been released
     */
    boolean end(SplittableRandom random) {
        // without a callback only a lock can tell which starts were refused
        boolean locks = way == Way.NO_CALLBACK || random.nextBoolean();
        if (quiet || locks && !starting.compareAndSet(false, true)) {
            return false;
        }
        stopped = true;
        int dice = way == Way.NO_CALLBACK ? 2 : random.nextInt(3);
        if (dice == 0) {
            aio.reap();
        } else if (dice == 1) {
            aio.close();
        } else {
            aio.stop();
        }
        if (dice > 0 && locks && (inCallback.get() || aio.isBusy())) {
            current.fault("was still in progress when stop or close had returned");
        }
        return true;
    }

    /** Releases the handle. This is the last call. */
    void close() {
        stopped = true;
        aio.stop();
        checkCompleted();
        aio.close();
        if (aio.isBusy()) {
            ledger.fault(this + " is busy although it has been closed");
        }
    }

    /**
     * {@return whether inputs and outputs are certainly readable: no thread can release the handle before the callback
     * has returned}
     */
    boolean holds() {
        return inCallback.get() || !isStopped();
    }

    boolean isStopped() {
        return stopped || ledger.stopping;
    }

    @Override
    public String toString() {
        return way + (quiet ? ", quiet, " : ", ") + aio;
    }
}
