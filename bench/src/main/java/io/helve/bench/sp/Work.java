package io.helve.bench.sp;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The counts of all sockets of one side, and the flag that tells them to stop. */
final class Work {
    private final Tally[] tallies;

    /** Null for sides that do not ask. */
    private final Trips trips;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile Throwable failure;

    Work(Role role) {
        trips = role.function() == Role.Function.ASK ? new Trips() : null;
        tallies = new Tally[role.sockets()];
        for (int i = 0; i < tallies.length; i++) {
            tallies[i] = new Tally();
        }
    }

    Tally tally(int socket) {
        return tallies[socket];
    }

    Trips trips() {
        return trips;
    }

    long count() {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.value();
        }
        return sum;
    }

    /** How many sockets have moved nothing. */
    int idle() {
        int count = 0;
        for (Tally tally : tallies) {
            count += tally.value() == 0 ? 1 : 0;
        }
        return count;
    }

    /** Tells the sender to end after the operation in progress, and waits until the sender has ended. */
    void end() throws InterruptedException {
        ending = true;
        boolean inTime = ended.await(20, TimeUnit.SECONDS);
        checkFailure();
        if (!inTime) {
            throw new IllegalStateException("the sender does not end");
        }
    }

    boolean isEnding() {
        return ending;
    }

    void ended() {
        ended.countDown();
    }

    void failed(Throwable cause) {
        failure = cause;
        ended.countDown();
    }

    void checkFailure() {
        if (failure != null) {
            throw new IllegalStateException("a socket has failed", failure);
        }
    }
}
