package io.helve.races.stress;

import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.races.stress.Trial.Temper;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The handles in use. A few handles are hot: many threads use the same handle at a time. Some handles are quiet: no
 * thread cancels their operations, so a lost timeout becomes visible.
 */
final class Slots {
    private static final int SIZE = 96;
    private static final int HOT = 8;
    private static final int FIRST_QUIET = 64;
    private static final int REJECTS_ONE_IN = 500;

    private final AtomicReferenceArray<Subject> subjects = new AtomicReferenceArray<>(SIZE);
    private final Way[] ways;
    private final Temper[] tempers;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "stress-executor");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong tasks = new AtomicLong();
    private final AtomicLong seeds = new AtomicLong();
    private final Ledger ledger;
    private final Janitor janitor;
    private final AioFactory[] factories;

    /**
     * Allocates the handles.
     *
     * @param ways which ways callbacks go
     * @param deaf whether there are operations that end only with the runtime
     */
    Slots(Ledger ledger, Janitor janitor, AioFactory factory, Set<Way> ways, boolean deaf, long seed) {
        this.ways = ways.toArray(Way[]::new);
        tempers = new Temper[20];
        Arrays.fill(tempers, Temper.PROMPT);
        tempers[0] = Temper.STUBBORN;
        tempers[1] = Temper.LAZY;
        tempers[2] = Temper.LAZY;
        tempers[3] = deaf ? Temper.DEAF : Temper.LAZY;
        this.ledger = ledger;
        this.janitor = janitor;
        factories = new AioFactory[] {
            factory, factory.on(this::execute), factory.on(AioFactory.INLINE), factory.on(Runnable::run), factory
        };
        seeds.set(seed);
        for (int i = 0; i < SIZE; i++) {
            subjects.set(i, allocate(i));
        }
    }

    private void execute(Runnable task) {
        if (tasks.incrementAndGet() % REJECTS_ONE_IN == 0) {
            throw new RejectedExecutionException("on purpose");
        }
        executor.execute(task);
    }

    private Subject allocate(int slot) {
        Way way = ways[slot % ways.length];
        return new Subject(
                ledger,
                janitor,
                factories[way.ordinal()],
                way,
                tempers,
                slot >= FIRST_QUIET,
                seeds.addAndGet(0x9E3779B9L));
    }

    int pick(SplittableRandom random) {
        return random.nextInt(3) == 0 ? random.nextInt(HOT) : random.nextInt(SIZE);
    }

    Subject get(int slot) {
        return subjects.get(slot);
    }

    /** Puts a new handle in the place of one that has been stopped. */
    void renew(int slot, Subject old) {
        if (ledger.stopping) {
            return;
        }
        Subject fresh;
        try {
            fresh = allocate(slot);
        } catch (AioException e) {
            if (!ledger.stopping) {
                throw e;
            }
            return;
        }
        (subjects.compareAndSet(slot, old, fresh) ? old : fresh).close();
    }

    Janitor janitor() {
        return janitor;
    }

    /** Cancels the operations for which a thread may be waiting without a limit. */
    void cancel() {
        for (int i = 0; i < FIRST_QUIET; i++) {
            subjects.get(i).aio.cancel();
        }
    }

    void close() {
        for (int i = 0; i < SIZE; i++) {
            subjects.get(i).close();
        }
        executor.shutdown();
    }

    /** Waits for callbacks that were still running when the runtime's drain time was over. */
    void awaitExecutor() throws InterruptedException {
        if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
            ledger.fault("the executor's tasks do not end");
        }
    }
}
