package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.expiry.Expirable;
import io.helve.impl.expiry.Timer;
import io.helve.impl.pool.PoolTenant;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * A handle: what happens to an operation from start to callback, on top of its state ({@link OperationState}), waiting
 * ({@link AwaitableState}), values ({@link OperationValues}) and callback ({@link CallbackDispatch}).
 */
final class Handle extends CallbackDispatch implements Expirable {
    private static final long NO_SLEEP = Nanos.FOREVER;
    /** The provider of {@link #sleep}; what is needed besides is in the timer. */
    private static final AioCanceller SLEEP = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            operation.finish(reason, 0);
        }

        @Override
        public String describe() {
            return "a sleep";
        }
    };

    /** The list of open handles that it is in, and its place there; guarded by that list. */
    final HandleList list;

    Handle previousOpen;
    Handle nextOpen;

    /** What happened here; folded into the list's sums on release. */
    final OperationCounts counts = new OperationCounts();

    private AioCanceller canceller;
    private Throwable startedAt;
    private Operation exclusive;

    /**
     * The object that was given outputs or a message for the operation in progress, if one was and it is not the
     * exclusive one.
     */
    private Operation filled;

    private Timer timer;

    /** Whether the timer is the natural end of the operation, a sleep. */
    private boolean sleeping;

    /** Whether outputs and message stay after release, for those who hold the future of a single operation. */
    private final boolean keepsResults;

    Handle(
            HandleTenant tenant,
            HandleList list,
            BiConsumer<? super Aio, Object> callback,
            Object argument,
            Executor executor,
            boolean keepsResults) {
        super(tenant, callback, argument, executor);
        this.list = list;
        this.keepsResults = keepsResults;
    }

    // ---- for providers

    @Override
    public AioOperation start(AioCanceller newCanceller, Duration defaultTimeout) {
        long sequence = start(newCanceller, defaultTimeout, NO_SLEEP, false);
        // made here and not below, where it would meet the exclusive one and the JIT could not remove it
        return sequence == NO_SEQUENCE ? null : new Operation(this, sequence);
    }

    @Override
    public AioOperation startExclusive(AioCanceller newCanceller, Duration defaultTimeout) {
        return start(newCanceller, defaultTimeout, NO_SLEEP, true) == NO_SEQUENCE ? null : exclusive;
    }

    /** Starts a sleep: an operation that ends by itself. */
    void sleep(long nanos) {
        start(SLEEP, Aio.INFINITE, Math.max(0, nanos), true);
    }

    private long start(AioCanceller newCanceller, Duration defaultTimeout, long sleepNanos, boolean isExclusive) {
        // before anything changes, should it be null
        long providersTimeout = defaultTimeout.equals(DEFAULT) ? Nanos.FOREVER : Nanos.of(defaultTimeout);
        long sequence = begin();
        if (sequence == NO_SEQUENCE) {
            setResult(AioError.ESTOPPED); // also when it is refused silently: what the user finds is not an old success
            return NO_SEQUENCE;
        }
        long timeout = timeout(providersTimeout);
        long expireAt = takeExpire();
        if (timeout != Nanos.FOREVER || expireAt != NO_EXPIRE || sleepNanos != NO_SLEEP) {
            long now = now();
            long deadline = expireAt != NO_EXPIRE ? expireAt : Nanos.plus(now, timeout);
            if (deadline <= now) {
                endAtOnce(AioError.ETIMEDOUT);
                return NO_SEQUENCE;
            }
            if (sleepNanos == 0) {
                endAtOnce(AioError.OK);
                return NO_SEQUENCE;
            }
            long end = Nanos.plus(now, sleepNanos);
            sleeping = sleepNanos != NO_SLEEP && end <= deadline;
            deadline = Math.min(end, deadline);
            if (newCanceller != null && deadline != Timer.NEVER) {
                Timer armed = tenant.expiry().arm(timer, this, deadline);
                if (armed != timer) { // a store to an old object costs the collector's barrier
                    timer = armed;
                }
            }
        }
        canceller = newCanceller;
        if (isExclusive) {
            makeExclusive(sequence);
        }
        if (tenant.pool().config().captureStarts()) {
            startedAt = new Throwable("the running operation was started here, on " + Thread.currentThread());
        }
        return admit() ? sequence : NO_SEQUENCE;
    }

    private void makeExclusive(long sequence) {
        if (exclusive == null) {
            exclusive = new Operation(this, sequence);
        }
        exclusive.sequence = sequence;
    }

    @Override
    void prepare() {
        counts.started();
        clearResults();
        sleeping = false;
        filled = null;
        forgetSkipped();
    }

    boolean finish(long sequence, AioError error, long newCount, Throwable newCause, Operation operation) {
        Objects.requireNonNull(error, "error");
        if (!win(sequence)) {
            return false;
        }
        setTransferred(newCount, newCause);
        if (operation != null) {
            operation.handOver();
        }
        conclude(error);
        settle();
        return true;
    }

    @Override
    void conclude(AioError error) {
        setResult(error);
        canceller = null;
        startedAt = null;
        if (timer != null) {
            timer.disarm();
        }
        counts.ended(error);
    }

    /** An operation that has been given something: the canceller gets the same object, so that nothing is lost. */
    void filled(Operation operation) {
        if (operation != exclusive && isPending(operation.sequence)) {
            filled = operation;
        }
    }

    boolean hasStarted() {
        return counts.anyStarted();
    }

    // ---- control

    @Override
    public void cancel() {
        ask(AioError.ECANCELED, NO_SEQUENCE);
    }

    @Override
    public void abort(AioError error) {
        if (Objects.requireNonNull(error, "error") == AioError.OK) {
            throw new IllegalArgumentException("an operation cannot be aborted with OK");
        }
        ask(error, NO_SEQUENCE);
    }

    @Override
    AioCanceller canceller() {
        return canceller;
    }

    @Override
    void callCanceller(AioCanceller called, long sequence, AioError reason) {
        Operation operation = exclusive;
        if (operation == null || operation.sequence != sequence) {
            operation = filled;
        }
        if (operation == null || operation.sequence != sequence) {
            operation =
                    new Operation(this, sequence); // so that start need not keep its own, and the JIT can remove that
        }
        try {
            called.cancel(operation, reason);
        } catch (Throwable e) {
            tenant.cancellerFailed(called, e);
        }
    }

    @Override
    public boolean expire(Timer expired, long now) {
        long sequence = pending();
        long deadline = expired.deadline();
        if (sequence == NO_SEQUENCE || !isPending(sequence)) {
            return !isUnderWay(); // also if it has become pending since we looked: nobody else will come back for it
        }
        if (deadline > now) {
            return deadline
                    == Timer.NEVER; // it has ended just now; otherwise the deadline is that of a later operation
        }
        if (sleeping) {
            finish(sequence, AioError.OK, 0, null, null);
        } else {
            ask(AioError.ETIMEDOUT, sequence);
        }
        return true;
    }

    @Override
    public void stop() {
        refuseInCallback("stop");
        stopWith(STOPPED);
        awaitUninterruptibly();
    }

    @Override
    public void close() {
        reap();
        if (!inCallback()) {
            awaitUninterruptibly();
        }
    }

    @Override
    public void reap() {
        stopWith(STOPPED | REFUSED | CLOSED);
    }

    /** Ends the pending operation, whatever its provider does: for what is left when the time to drain is over. */
    void finishByForce() {
        long sequence = pending();
        if (sequence != NO_SEQUENCE) {
            finish(sequence, AioError.ESTOPPED, 0, null, null);
        }
    }

    @Override
    void release() {
        forgetCallback();
        filled = null;
        if (exclusive != null) { // stays: the thread that started the last operation may not have returned it yet
            exclusive.clear();
        }
        clearInputs();
        if (!keepsResults) {
            clearOutputs();
        }
        if (timer != null) {
            tenant.expiry().release(timer);
        }
        tenant.released(this);
    }

    @Override
    IllegalStateException busy(boolean inCallback) {
        AioCanceller running = canceller;
        String what = inCallback
                ? "its callback is running"
                : running == null ? "an operation is completing or cannot be cancelled" : describe(running);
        return new IllegalStateException("handle is busy: " + what + " (" + this + ")", startedAt);
    }

    private static String describe(AioCanceller running) {
        try {
            return running.describe();
        } catch (RuntimeException e) {
            return running.getClass().getName();
        }
    }

    @Override
    long now() {
        return tenant.expiry().now();
    }

    @Override
    protected PoolTenant poolTenant() {
        return tenant.poolTenant();
    }

    @Override
    public String toString() {
        return "Aio of " + tenant.name() + ": " + super.toString() + ", " + result();
    }
}
