package io.helve.races;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One operation of a {@link Race}, its canceller, and what has happened to the two. Each actor finishes the operation
 * with a different count, its stamp, so that the result shows which actor has finished it.
 */
final class Round implements AioCanceller {
    static final int CANCELLER = 9;

    final int number;
    private final Race race;

    /**
     * The result of start. The field is set after the output, so that an actor that finishes the operation also
     * publishes the output.
     */
    volatile AioOperation operation;

    /** Whether start has returned. */
    volatile boolean started;

    /** Whether the callback has run to its end. */
    volatile boolean returned;

    final AtomicInteger callbacks = new AtomicInteger();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger wins = new AtomicInteger();
    private volatile boolean cancelling;
    private volatile boolean cancellerLate;

    /** Whether the canceller was perhaps called before start's caller had set the output. */
    private volatile boolean outputMayMiss;

    /** The stamp of the finish that won; written by the actor that called it. */
    private volatile long wonBy;

    private volatile AioError wonWith;

    /**
     * The result that the user saw at completion. The field is plain, as users' fields are, so the engine has to
     * publish it to waiting threads.
     */
    private AioError result;

    private long count;
    private Object output;

    Round(Race race, int number) {
        this.race = race;
        this.number = number;
    }

    /** Finishes the operation. */
    boolean finish(int who) {
        return won(operation, who, AioError.OK);
    }

    private boolean won(AioOperation with, int who, AioError error) {
        long stamp = number * 10L + who;
        if (!with.finish(error, stamp)) {
            return false;
        }
        wonBy = stamp;
        wonWith = error;
        wins.incrementAndGet();
        return true;
    }

    @Override
    public void cancel(AioOperation cancelled, AioError reason) {
        if (asked.getAndIncrement() > 0) {
            race.broken("the canceller was called twice");
        }
        AioOperation own = operation;
        outputMayMiss = own != cancelled && race.mayCancelDuringStart(this);
        if (own != null && !own.equals(cancelled)) {
            race.broken("the canceller got another operation than start returned");
        }
        cancelling = true;
        if (reason == AioError.ETIMEDOUT) {
            race.meet();
        } else {
            pause();
        }
        cancellerLate = !won(cancelled, CANCELLER, reason);
        pause();
        cancelling = false;
    }

    /** Pauses for up to about a microsecond, to widen the windows of races. */
    static void pause() {
        for (int i = ThreadLocalRandom.current().nextInt(40); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** Reads the result as users do: in the callback, or after waiting. */
    void see(Aio aio) {
        if (cancelling) {
            race.broken("operation " + number + " completed before its canceller had returned");
        }
        result = aio.result();
        count = aio.count();
        output = aio.getOutput(0);
    }

    /** Marks an operation whose results the next start may have cleared before the callback could read them. */
    void assumeSeen() {
        result = wonWith;
        count = wonBy;
        output = this;
    }

    /** Checks the rules for an operation that was admitted and has ended. */
    void check(boolean hasCallback, boolean outputReadable) {
        if (wins.get() != 1) {
            race.broken("operation " + number + " was finished " + wins.get() + " times");
        } else if (hasCallback && callbacks.get() != 1) {
            race.broken("operation " + number + " had " + callbacks.get() + " callbacks");
        } else if (result != wonWith || count != wonBy) {
            race.broken("operation " + number + " ended with " + result + "/" + count + " but " + wonWith + "/" + wonBy
                    + " won");
        } else if (outputReadable && output != this && !(output == null && outputMayMiss)) {
            race.broken("operation " + number + " has the output " + output + ", not its own");
        }
    }

    /** Checks the rules for an operation that was refused because the handle had been stopped. */
    void checkRefused(int expectedCallbacks) {
        if (wins.get() != 0 || asked.get() != 0) {
            race.broken("operation " + number + " was refused, but it was finished or cancelled");
        } else if (callbacks.get() != expectedCallbacks) {
            race.broken("operation " + number + " was refused with " + callbacks.get() + " callbacks, not "
                    + expectedCallbacks);
        } else if (expectedCallbacks == 1 && result != AioError.ESTOPPED) {
            race.broken("operation " + number + " was refused with " + result);
        }
    }

    String story() {
        if (operation == null) {
            return "refused";
        }
        String end = switch (result) {
            case OK -> "finished";
            case ECANCELED -> "cancelled";
            case ETIMEDOUT -> "timed out";
            case ESTOPPED -> "stopped";
            default -> "broken: " + result;
        };
        return cancellerLate ? end + " (canceller late)" : end;
    }
}
