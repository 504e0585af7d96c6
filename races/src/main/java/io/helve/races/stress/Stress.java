package io.helve.races.stress;

import io.helve.aio.AioConfig;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioSnapshot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The randomised stress: threads start, finish, cancel, abort, await, stop and close handles of every kind at random,
 * and the stress checks that each operation completes exactly once, with the result of the thread that finished it.
 */
public final class Stress {
    private static final long STUCK = TimeUnit.SECONDS.toNanos(30);
    private static final long PROGRESS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ledger ledger = new Ledger();
    private final Janitor janitor = new Janitor();
    private final List<Driver> drivers = new ArrayList<>();
    private final int threads;
    private final long seed;

    /**
     * Prepares a run.
     *
     * @param threads how many threads drive handles
     * @param seed decides what the threads do, though not in which order
     */
    public Stress(int threads, long seed) {
        this.threads = threads;
        this.seed = seed;
    }

    /**
     * Runs the stress.
     *
     * @param args {@code operations=N}, {@code seconds=N}, {@code threads=N}, {@code seed=N}; the run ends after that
     *     many operations or seconds, whichever limit it reaches first
     * @throws InterruptedException if interrupted
     */
    public static void main(String... args) throws InterruptedException {
        long operations = 10_000_000;
        long seconds = Long.MAX_VALUE;
        int threads = 8;
        long seed = System.nanoTime();
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            long value = Long.parseLong(pair[1]);
            switch (pair[0]) {
                case "operations" -> operations = value;
                case "seconds" -> seconds = value;
                case "threads" -> threads = (int) value;
                case "seed" -> seed = value;
                default -> throw new IllegalArgumentException(arg);
            }
        }
        List<String> faults = new Stress(threads, seed).run(operations, seconds);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /**
     * Runs until one of the limits is reached, and checks everything.
     *
     * @param operations after how many completed operations to end
     * @param seconds after how many seconds to end
     * @return the faults, empty if there are none
     * @throws InterruptedException if interrupted
     */
    public List<String> run(long operations, long seconds) throws InterruptedException {
        Logger logger = Logger.getLogger("io.helve");
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF); // callbacks throw and executors reject on purpose
        try {
            AioRuntime runtime =
                    AioRuntime.open(AioConfig.builder().pool("stress").build());
            janitor.start();
            Slots slots = new Slots(ledger, janitor, runtime.factory(), EnumSet.allOf(Way.class), false, seed);
            System.out.println("stress: " + threads + " threads, seed=" + seed);
            for (int i = 0; i < threads; i++) {
                drivers.add(new Driver(i, slots, runtime, seed));
            }
            drivers.forEach(Thread::start);
            if (drive(operations, seconds) && end(slots)) {
                check(runtime);
            }
            return ledger.faults();
        } finally {
            logger.setLevel(level);
        }
    }

    /** Waits until the drivers have reached a limit or have failed; returns whether the run can go on. */
    private boolean drive(long operations, long seconds) throws InterruptedException {
        long start = System.nanoTime();
        long shown = start;
        long moved = start;
        long last = 0;
        for (; ; ) {
            Thread.sleep(20);
            long now = System.nanoTime();
            long seen = ledger.seen();
            if (seen != last) {
                last = seen;
                moved = now;
            } else if (now - moved > STUCK) {
                return stuck("no operation has completed for 30 s");
            }
            double elapsed = (now - start) / 1e9;
            boolean over = seen >= operations || elapsed >= seconds;
            if (over || now - shown >= PROGRESS) {
                shown = now;
                System.out.printf(
                        Locale.ROOT,
                        "%,d operations in %.0f s, %,.0f/s, %,d steps: %s%n",
                        seen,
                        elapsed,
                        seen / elapsed,
                        drivers.stream().mapToLong(Driver::steps).sum(),
                        ledger.results());
            }
            for (Driver driver : drivers) {
                if (driver.failure() != null) {
                    driver.failure().printStackTrace();
                    ledger.fault(driver.getName() + " failed: " + driver.failure());
                    over = true;
                }
            }
            if (over || !ledger.faults().isEmpty()) {
                return true;
            }
        }
    }

    /** Ends the drivers and closes the handles, if that is possible. */
    private boolean end(Slots slots) throws InterruptedException {
        drivers.forEach(Driver::close);
        Thread closer = new Thread(
                () -> {
                    // a driver may wait for an operation that was started after the driver had cancelled the previous
                    // operation
                    while (drivers.stream().anyMatch(Driver::isAlive)) {
                        slots.cancel();
                        LockSupport.parkNanos(PAUSE);
                    }
                    slots.close();
                    janitor.close();
                },
                "closer");
        closer.setDaemon(true);
        closer.start();
        closer.join(TimeUnit.NANOSECONDS.toMillis(STUCK));
        return !closer.isAlive() || stuck("the handles cannot be stopped");
    }

    private void check(AioRuntime runtime) {
        AioSnapshot snapshot = runtime.snapshot();
        ledger.compare(snapshot.total());
        if (snapshot.queued() != 0) {
            ledger.fault(snapshot.queued() + " completions are still queued");
        }
        if (snapshot.callbackFailures() != ledger.thrown.sum()) {
            ledger.fault(
                    ledger.thrown.sum() + " callbacks threw, but " + snapshot.callbackFailures() + " were counted");
        }
        System.out.println("time in the queue: " + snapshot.queueTime() + "; " + snapshot.total());
        runtime.close();
        leftThreads("helve-").forEach(thread -> ledger.fault(thread + " is alive although its runtime is closed"));
    }

    /** {@return the live threads whose names begin with the prefix} */
    static List<Thread> leftThreads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix) && thread.isAlive())
                .toList();
    }

    private boolean stuck(String what) {
        ledger.fault("stuck: " + what);
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            System.err.println(entry.getKey());
            for (StackTraceElement frame : entry.getValue()) {
                System.err.println("\tat " + frame);
            }
        }
        return false;
    }
}
