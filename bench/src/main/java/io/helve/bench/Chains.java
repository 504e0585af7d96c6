package io.helve.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A fixed number of completions in flight: each callback starts and finishes the next operation. */
abstract class Chains implements AutoCloseable {
    private final Link[] links;
    private final AtomicInteger running = new AtomicInteger();
    private Thread waiter;

    /**
     * One completion in flight. The callbacks of the link write its counter, one after the other, and the measuring
     * thread reads the counter. The padding keeps the counter on a cache line of its own, as in {@code struct chain} of
     * core.c.
     */
    static final class Link {
        private static final VarHandle DONE;

        static {
            try {
                DONE = MethodHandles.lookup().findVarHandle(Link.class, "done", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        final int index;
        long p1, p2, p3, p4, p5, p6, p7;
        private long done;
        private volatile long limit;
        long q1, q2, q3, q4, q5, q6, q7;

        Link(int index) {
            this.index = index;
        }
    }

    Chains(int inFlight) {
        links = new Link[inFlight];
        Arrays.setAll(links, Link::new);
    }

    /** Starts and finishes an operation whose callback calls {@link #called}. */
    abstract void next(Link link);

    /** Waits until the last callback, in which {@link #called} started no further operation, has returned. */
    abstract void await(Link link) throws InterruptedException;

    final Link link(int index) {
        return links[index];
    }

    final void called(Link link) {
        long done = link.done + 1;
        Link.DONE.setOpaque(link, done);
        if (done < link.limit) {
            next(link);
        } else if (running.decrementAndGet() == 0) {
            LockSupport.unpark(waiter);
        }
    }

    /** Runs that many operations, a multiple of the number in flight, and waits for the last callback. */
    final void run(long operations) throws InterruptedException {
        start(operations / links.length);
        waitForEnd();
    }

    /** Returns the nanoseconds from one callback to the next, for all operations in flight together. */
    final double measure(double warmup, double seconds) throws InterruptedException {
        start(Long.MAX_VALUE);
        Clock.sleep(warmup);
        long t0 = System.nanoTime();
        long before = done();
        long t1;
        long after;
        do { // repeats only if the machine was so busy that no callback ran
            Clock.sleep(seconds);
            t1 = System.nanoTime();
            after = done();
        } while (after == before);
        for (Link link : links) {
            link.limit = 0;
        }
        waitForEnd();
        return (double) (t1 - t0) / (after - before);
    }

    private void start(long operationsEach) {
        waiter = Thread.currentThread();
        running.set(links.length);
        for (Link link : links) {
            link.done = 0;
            link.limit = operationsEach;
        }
        for (Link link : links) {
            next(link);
        }
    }

    private void waitForEnd() throws InterruptedException {
        while (running.get() > 0) {
            LockSupport.parkNanos(this, 1_000_000);
        }
        for (Link link : links) {
            await(link);
        }
    }

    private long done() {
        long sum = 0;
        for (Link link : links) {
            sum += (long) Link.DONE.getOpaque(link);
        }
        return sum;
    }

    @Override
    public abstract void close();
}
