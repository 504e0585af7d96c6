package io.helve.bench.sp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts messages. One thread at a time writes, any thread reads. */
final class Tally {
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Tally.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long count;
    private long p1, p2, p3, p4, p5, p6, p7, p8; // keeps the counts of two sockets on different cache lines

    void add() {
        COUNT.setRelease(this, count + 1);
    }

    long value() {
        return (long) COUNT.getAcquire(this);
    }
}
