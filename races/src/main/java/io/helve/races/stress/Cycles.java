package io.helve.races.stress;

import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Opens and closes runtimes while threads start operations and change the settings. Every started operation must
 * complete exactly once, closing must take bounded time, and no thread may be left.
 */
public final class Cycles {
    private static final int DRIVERS = 4;

    /**
     * All ways except handles without a callback, with which the stress could not tell which starts were refused while
     * the runtime was closing.
     */
    private static final Set<Way> WAYS = EnumSet.complementOf(EnumSet.of(Way.NO_CALLBACK));

    private static final Duration DRAIN = Duration.ofMillis(100);

    /**
     * The longest time that closing may take. Closing waits for the drain time, and then briefly for the operations
     * that it ended by force.
     */
    private static final long LONGEST_CLOSE = TimeUnit.SECONDS.toNanos(10);

    private final Ledger ledger = new Ledger();
    private final Janitor janitor = new Janitor();
    private final SplittableRandom random;

    private Cycles(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Runs cycles.
     *
     * @param args how many, 200 if left out
     * @throws InterruptedException if interrupted
     */
    public static void main(String... args) throws InterruptedException {
        int cycles = args.length == 0 ? 200 : Integer.parseInt(args[0]);
        System.exit(run(cycles, System.nanoTime()).isEmpty() ? 0 : 1);
    }

    /**
     * Runs cycles until one goes wrong.
     *
     * @param cycles how many
     * @param seed decides how long the cycles last and what the threads do, though not in which order
     * @return the faults, empty if there are none
     * @throws InterruptedException if interrupted
     */
    public static List<String> run(int cycles, long seed) throws InterruptedException {
        Logger logger = Logger.getLogger("io.helve");
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF); // callbacks throw, and operations outlive their runtime, on purpose
        try {
            System.out.println("cycles: seed=" + seed);
            SplittableRandom random = new SplittableRandom(seed);
            long operations = 0;
            long start = System.nanoTime();
            for (int i = 1; i <= cycles; i++) {
                Cycles cycle = new Cycles(random.split());
                cycle.run();
                operations += cycle.ledger.seen();
                if (!cycle.ledger.faults().isEmpty()) {
                    return cycle.ledger.faults();
                }
                if (i % 50 == 0 || i == cycles) {
                    System.out.printf(
                            "%d cycles, %,d operations, %.1f s%n", i, operations, (System.nanoTime() - start) / 1e9);
                }
            }
            return List.of();
        } finally {
            logger.setLevel(level);
        }
    }

    private void run() throws InterruptedException {
        AioRuntime runtime = AioRuntime.open(
                AioConfig.builder().pool("cycle").drainTime(DRAIN).build());
        janitor.start();
        Slots slots = new Slots(ledger, janitor, runtime.factory(), WAYS, random.nextInt(4) == 0, random.nextLong());
        List<Driver> drivers = IntStream.range(0, DRIVERS)
                .mapToObj(i -> new Driver(i, slots, runtime, random.nextLong()))
                .toList();
        drivers.forEach(Thread::start);
        Thread configurer = new Thread(() -> configure(runtime), "configurer");
        configurer.start();
        Thread.sleep(1 + random.nextInt(20));

        ledger.stopping = true;
        long start = System.nanoTime();
        runtime.close();
        long nanos = System.nanoTime() - start;
        if (nanos > LONGEST_CLOSE) {
            ledger.fault("close took " + nanos / 1_000_000 + " ms");
        }
        Stress.leftThreads("helve-").forEach(thread -> ledger.fault(thread + " is alive after close"));
        AioCounters end = runtime.snapshot().total();

        drivers.forEach(Driver::close);
        for (Driver driver : drivers) {
            driver.join();
            if (driver.failure() != null) {
                driver.failure().printStackTrace();
                ledger.fault(driver.getName() + " failed: " + driver.failure());
            }
        }
        configurer.join();
        slots.close();
        slots.awaitExecutor();
        janitor.close();
        ledger.compare(end); // not earlier, since a driver may record a finish after the completion
        Stress.leftThreads("helve-").forEach(thread -> ledger.fault(thread + " was started after close"));
    }

    private void configure(AioRuntime runtime) {
        SplittableRandom own = new SplittableRandom();
        while (!ledger.stopping) {
            AioConfig config = runtime.snapshot().config();
            runtime.configure(config.toBuilder()
                    .threads(1, 1 + own.nextInt(6))
                    .idleTime(Duration.ofMillis(1 + own.nextInt(20)))
                    .build());
        }
    }
}
