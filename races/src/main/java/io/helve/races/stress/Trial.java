package io.helve.races.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One operation and its provider. The thread that finishes the operation records its finish, and the thread that sees
 * the completion records the result; the later of the two compares both records. So each record must be made exactly
 * once, and the two must agree.
 */
final class Trial implements AioCanceller {
    /** How an operation ends when it is cancelled. */
    enum Temper {
        /** The operation ends at once, inside the canceller. */
        PROMPT,
        /** The operation ends later, on another thread. */
        LAZY,
        /** The operation has no canceller and ends as it would have ended anyway. */
        STUBBORN,
        /** The canceller does nothing. The operation ends only when another thread finishes it, or with the runtime. */
        DEAF
    }

    /** How late an operation may end before it counts as lost; far longer than any machine needs. */
    private static final long OVERDUE = TimeUnit.SECONDS.toNanos(10);

    private static final int CLAIMED = 1;
    private static final int SEEN = 1 << 8;

    final long sequence;
    final Subject subject;
    final Temper temper;
    final boolean exclusive;

    /**
     * When the operation times out if no thread ends it, in nanoseconds from its start; {@link Long#MAX_VALUE} for
     * never.
     */
    final long timeout;

    /** The time that the operation sleeps, if it has no provider and has not been refused. */
    final long sleep;

    final long startedAt = System.nanoTime();
    final ByteBuffer buffer = ByteBuffer.allocate(0);
    final Message message = BlankMessage.create();

    /** The result of start. The field is set last, so a thread that sees it also sees that the output has been set. */
    volatile AioOperation operation;

    private final AtomicInteger marks = new AtomicInteger();
    private final AtomicInteger forced = new AtomicInteger();
    private final AtomicBoolean asked = new AtomicBoolean();

    /** For an exclusive operation: whether a thread has taken the operation in order to finish it. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private AioError claimedError;
    private long claimedCount;
    private boolean claimedOutput;
    private AioError seenError;
    private long seenCount;
    private Object seenOutput;
    private boolean outputExpected;
    private long seenAt;

    Trial(long sequence, Subject subject, Temper temper, boolean exclusive, long timeout, long sleep) {
        this.sequence = sequence;
        this.subject = subject;
        this.temper = temper;
        this.exclusive = exclusive;
        this.timeout = timeout;
        this.sleep = sleep;
    }

    /** Counts the operation as admitted. The starting thread calls this when start has returned an operation. */
    void admit(AioOperation started) {
        subject.ledger.admitted.increment();
        if (!exclusive) {
            started.setOutput(0, this);
        }
        operation = started;
        forced();
    }

    /**
     * Counts half of a forced end: the operation was admitted, or it was ended by force. Both calls together count as a
     * finish. The runtime ends an operation by force if its provider does not finish it within the drain time. That is
     * always so for a deaf operation, and for any other operation if the machine is too busy to run the thread that
     * would have finished it.
     */
    private void forced() {
        if (forced.incrementAndGet() == 2) {
            mark(CLAIMED, "was finished twice");
        }
    }

    /** Tries to finish the operation. Any thread may call this at any time. */
    void finish(AioError error, long count) {
        AioOperation own = operation;
        if (own != null && take()) {
            finish(own, error, count);
        }
    }

    private boolean take() {
        return !exclusive || taken.compareAndSet(false, true);
    }

    private void finish(AioOperation with, AioError error, long count) {
        Object input = with.getInput(0);
        ByteBuffer[] iov = with.iov();
        Message offered = with.getMessage();
        if (input != null && input != this || offered != null && offered != message) {
            fault("was offered the input of " + input + " and the message of " + offered);
        }
        if (iov.length > 0 && iov[0] != buffer) {
            fault("was offered the buffers of another");
        }
        if (exclusive) {
            with.setOutput(0, this);
        }
        boolean hasOutput = exclusive || with == operation; // otherwise the starter may not have set the output yet
        if (!with.finish(error, count)) {
            if (exclusive && !subject.ledger.stopping) { // a closing runtime ends the remaining operations by force
                fault("is exclusive, but was finished by another");
            }
            return;
        }
        claimedError = error;
        claimedCount = count;
        claimedOutput = hasOutput;
        mark(CLAIMED, "was finished twice");
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        if (asked.getAndSet(true)) {
            fault("had its canceller called twice");
        }
        AioOperation own = operation;
        if (own != null && !own.equals(cancelled)) {
            fault("had its canceller called for " + cancelled);
        }
        long age = System.nanoTime() - startedAt;
        if (reason == AioError.ETIMEDOUT && age < timeout) {
            fault("timed out after " + age + " ns instead of " + timeout);
        }
        if (temper == Temper.DEAF) {
            return;
        }
        if (temper == Temper.LAZY) {
            subject.janitor.later(() -> {
                if (take()) {
                    finish(cancelled, (sequence & 1) == 0 ? reason : AioError.OK, -sequence);
                }
            });
        } else if (take()) {
            finish(cancelled, reason, -sequence);
        }
    }

    /** Counts as admitted an operation that must complete without a provider: a sleep, or a refused operation. */
    void admitWithoutProvider() {
        subject.ledger.admitted.increment();
        mark(CLAIMED, "was finished twice");
    }

    /** Records the result that the user sees at completion. */
    void see(Aio aio) {
        subject.ledger.saw(aio.result());
        seenAt = System.nanoTime();
        seenError = aio.result();
        seenCount = aio.count();
        seenOutput = aio.getOutput(0);
        outputExpected = subject.holds();
        if (aio.getInput(0) != this && subject.holds()) {
            fault("completed with the input of another");
        }
        if (aio.getMessage() != null && aio.getMessage() != message) {
            fault("completed with the message of another");
        }
        if (seenError == AioError.ESTOPPED && seenCount == 0 && subject.ledger.stopping) { // not from a canceller
            forced();
        }
        mark(SEEN, "completed twice");
    }

    private void mark(int mark, String twice) {
        int before = marks.getAndAdd(mark);
        if ((before & mark * 0xFF) != 0) {
            fault(twice);
        } else if (before != 0) {
            compare();
        }
    }

    private void compare() {
        subject.ledger.matched.increment();
        if (claimedError == null) {
            compareWithoutProvider();
        } else if (seenError != claimedError
                || seenCount != claimedCount
                || outputExpected && seenOutput != this && (claimedOutput || seenOutput != null)) {
            fault("was finished with " + claimedError + "/" + claimedCount + (claimedOutput ? "/its output" : "")
                    + ", but completed with " + seenError + "/" + seenCount + "/" + seenOutput);
        }
    }

    private void compareWithoutProvider() {
        long age = seenAt - startedAt;
        boolean tooEarly = seenError == AioError.OK && age < sleep || seenError == AioError.ETIMEDOUT && age < timeout;
        boolean unasked =
                subject.quiet && !subject.isStopped() && seenError != AioError.OK && seenError != AioError.ETIMEDOUT;
        if (tooEarly || unasked) {
            fault("slept " + sleep + " ns and completed with " + seenError + " after " + age + " ns");
        }
    }

    boolean isClaimed() {
        return (marks.get() & 0xFF) != 0;
    }

    boolean isSeen() {
        return marks.get() >= SEEN;
    }

    /** {@return whether the operation should have ended by itself long ago} */
    boolean isOverdue() {
        long due = Math.min(timeout, sleep);
        return due != Long.MAX_VALUE && System.nanoTime() - startedAt - due > OVERDUE;
    }

    void fault(String what) {
        subject.ledger.fault("operation " + sequence + " (" + temper + (exclusive ? ", exclusive" : "")
                + (timeout == Long.MAX_VALUE ? "" : ", timeout " + timeout + " ns") + ") of " + subject + " " + what);
    }

    @Override
    public String toString() {
        return "trial " + sequence;
    }
}
