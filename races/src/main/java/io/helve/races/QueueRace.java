package io.helve.races;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/**
 * A provider that queues operations, and the actions of the actors on it. The provider starts an operation without its
 * lock, queues the operation under its lock, and calls {@code cancelReason}, still under its lock: so a cancel between
 * start and queueing is not lost.
 */
@State
public class QueueRace implements AioCanceller {
    private static final AioRuntime RUNTIME =
            AioRuntime.open(AioConfig.builder().pool("queues").build());
    private static final AioFactory INLINE = RUNTIME.factory().on(AioFactory.INLINE);
    private static final Duration HUNG = Duration.ofSeconds(30);
    private static final int LONGEST_TIMEOUT_MICROS = 100;

    private final Aio aio;
    private final boolean exclusive = ThreadLocalRandom.current().nextBoolean();
    private final AtomicInteger callbacks = new AtomicInteger();
    private final AtomicInteger winners = new AtomicInteger();

    /** The queue, with room for one operation. Guarded by this. */
    private AioOperation queued;

    private volatile boolean started;
    private volatile boolean refused;
    private volatile boolean asked;

    /** jcstress calls this constructor. */
    public QueueRace() {
        AioFactory factory = ThreadLocalRandom.current().nextBoolean() ? RUNTIME.factory() : INLINE;
        aio = factory.alloc(done -> callbacks.incrementAndGet());
    }

    // ---- what actors do

    final void start() {
        AioOperation operation = exclusive ? AioOperation.startExclusive(aio, this) : AioOperation.start(aio, this);
        if (operation == null) {
            refused = true;
            return;
        }
        started = true;
        AioError reason;
        synchronized (this) {
            queued = operation;
            reason = operation.cancelReason();
            if (reason != null) {
                queued = null;
            }
        }
        if (reason != null) {
            finish(operation, reason);
        }
    }

    final void startWithTimeout() {
        aio.setTimeout(Duration.ofNanos(1000L * ThreadLocalRandom.current().nextInt(1, LONGEST_TIMEOUT_MICROS)));
        start();
    }

    final void cancel() {
        aio.cancel();
    }

    final void stop() {
        HangGuard.run(aio::stop);
    }

    /** Finishes the queued operation, if an operation is queued. */
    final void serve() {
        AioOperation operation;
        synchronized (this) {
            operation = queued;
            queued = null;
        }
        if (operation != null) {
            finish(operation, AioError.OK);
        }
    }

    private void finish(AioOperation operation, AioError result) {
        if (operation.finish(result, 0)) {
            winners.incrementAndGet();
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        asked = true;
        boolean found;
        synchronized (this) {
            found = operation.equals(queued);
            if (found) {
                queued = null;
            }
        }
        if (found) {
            finish(operation, reason);
        }
    }

    @Override
    public String describe() {
        return "a race for a queue";
    }

    // ---- what is checked

    /**
     * Returns which actor has finished the operation. The queue must not contain an operation whose canceller has been
     * called.
     */
    final String verdict(boolean ends) {
        try {
            if (!ends && isLost()) {
                return "broken: a cancel was lost";
            }
            if (!ends) {
                serve();
            }
            if (!aio.await(HUNG)) {
                return "hung: " + aio;
            }
            String story = story();
            HangGuard.run(aio::close);
            return story;
        } catch (InterruptedException e) {
            return "hung: interrupted";
        }
    }

    private synchronized boolean isLost() {
        return asked && queued != null;
    }

    private String story() {
        if (callbacks.get() != 1) {
            return "broken: " + callbacks + " callbacks";
        }
        if (winners.get() != (refused ? 0 : 1)) {
            return "broken: finished " + winners + " times";
        }
        return switch (aio.result()) {
            case OK -> "finished";
            case ECANCELED -> "cancelled";
            case ETIMEDOUT -> "timed out";
            case ESTOPPED -> started ? "stopped" : "stopped before";
            default -> "broken: " + aio.result();
        };
    }
}
