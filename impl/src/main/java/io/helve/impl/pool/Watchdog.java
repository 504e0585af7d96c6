package io.helve.impl.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Looks at the workers now and then while they are busy: reports callbacks that run long, once each, and adds a spare thread
 * when all are blocked and something waits. The workers pay nothing for it but two plain writes a callback.
 */
public final class Watchdog {
    /** The answer of {@link #look} when there is nothing to watch. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(1);

    /** It rests only after this time without work, so that sporadic work need not wake it each time. */
    private static final long REST_AFTER = TimeUnit.SECONDS.toNanos(1);

    private final CompletionPool pool;
    private final LongAdder slowCallbacks = new LongAdder();
    private long lastActivity;
    private long lastRuns = -1;

    /**
     * Creates a watchdog.
     *
     * @param pool what it watches
     */
    public Watchdog(CompletionPool pool) {
        this.pool = pool;
    }

    /**
     * Looks once; called by one thread at a time.
     *
     * @param now the time as {@link System#nanoTime()} tells it
     * @return after how many nanoseconds to look again, or {@link #NEVER} until requested again
     */
    public long look(long now) {
        long slow = pool.config().slowCallback().toNanos();
        long runs = 0;
        boolean blocked = true;
        boolean busy = false;
        for (Worker worker : pool.workers()) {
            long seen = worker.runs();
            Completion running = worker.running();
            runs += seen;
            if (running == null) {
                blocked = false;
                worker.watchedRuns = -1;
            } else {
                busy = true;
                blocked &= worker.watchedRuns == seen;
                watch(worker, running, seen, now, slow);
            }
        }
        if (pool.isStarved() && blocked) {
            pool.addSpare();
        } else {
            pool.signalIfWork();
        }
        if (busy || runs != lastRuns || lastActivity == 0) {
            lastActivity = now;
            lastRuns = runs;
        } else if (now - lastActivity > REST_AFTER) {
            lastActivity = 0;
            return NEVER;
        }
        return Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, slow / 4));
    }

    private void watch(Worker worker, Completion running, long seen, long now, long slow) {
        if (worker.watchedRuns != seen) {
            worker.watchedRuns = seen;
            worker.watchedSince = now;
            worker.reported = false;
        } else if (!worker.reported && now - worker.watchedSince >= slow) {
            worker.reported = true;
            worker.reportedSlow(worker.watchedSince);
            slowCallbacks.increment();
            StringBuilder text = new StringBuilder("Slow callback of ")
                    .append(running.owner())
                    .append(": on thread ")
                    .append(worker.getName())
                    .append(" for ")
                    .append(TimeUnit.NANOSECONDS.toMillis(now - worker.watchedSince))
                    .append(" ms; callbacks must not block");
            for (StackTraceElement frame : worker.getStackTrace()) {
                text.append(System.lineSeparator()).append("\tat ").append(frame);
            }
            LOG.log(Level.WARNING, text.toString());
        }
    }

    /** {@return how many callbacks have been reported} */
    public long slowCallbacks() {
        return slowCallbacks.sum();
    }
}
