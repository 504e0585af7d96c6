package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.expiry.Expirable;
import io.helve.impl.expiry.Timer;
import io.helve.impl.pool.PoolTenant;
import io.helve.impl.pool.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A handle: it takes the transitions of {@link OperationState} and performs the actions that they return. All fields of
 * a handle are in one object: the state, the values ({@link OperationValues}) and the fields of this class. A
 * {@link CallbackRunner} decides where the callback runs.
 */
final class Handle extends PostponedSteps implements Expirable, Runnable {
    private static final long NO_SLEEP = Nanos.FOREVER;

    /** What to do instead of waiting in a callback. */
    private static final String GO_ON = "start the operation, and go on in its callback";

    private static final VarHandle WAITERS;
    private static final VarHandle SKIPPED_BY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            // Initialized here, because the first thread that cancels or finishes may be at the end of its stack. A
            // class whose initialization has failed cannot be used any more.
            lookup.ensureInitialized(CancellerThread.class);
            lookup.ensureInitialized(CancellerCalls.class);
            lookup.ensureInitialized(CallbackRun.class);
            lookup.ensureInitialized(OperationObject.class);
            WAITERS = lookup.findVarHandle(Handle.class, "waiters", Waiters.class);
            SKIPPED_BY = lookup.findVarHandle(Handle.class, "skippedBy", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The canceller of {@link #sleep}: a cancelled sleep ends at once. */
    static final AioCanceller SLEEP = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            operation.finish(reason, 0);
        }

        @Override
        public String describe() {
            return "a sleep";
        }
    };

    /** The list of open handles that links this handle. */
    final HandleList list;

    /** The neighbour in the list. Guarded by the list. */
    Handle previousOpen;

    /** The other neighbour. Guarded by the list. */
    Handle nextOpen;

    /** The number of this handle among the handles of its tenant. Written once, when the list takes the handle. */
    long number;

    /** When the handle was allocated. Written once, when the list takes the handle. */
    long allocatedAt;

    /** What the user calls this handle; null if it has no name. */
    final String name;

    /** When the operation was started, on the clock of the pool's expiry, up to a tenth of a second early. */
    long startedNanos;

    /**
     * Whether the list has removed this handle and added the handle's counts to the list's sums. Guarded by the list.
     */
    boolean unlisted;

    /** Counts the operations of this handle by their outcome. */
    final OperationCounts counts = new OperationCounts();

    /** The user's callback; null if the handle has none, and after the release. */
    BiConsumer<? super Aio, Object> callback;

    Object argument;

    /** Where the callback runs. */
    CallbackRunner runner;

    /**
     * The thread that is in {@code CallbackRunner.executesAtOnce} for this handle: if the executor runs the handle on
     * that thread, the loop of that thread runs the callback.
     */
    Thread passing;

    /**
     * The thread that is in {@code CallbackRunner.execute} for this handle. If the executor runs the handle on that
     * thread, the callback counts as inline.
     */
    Thread executing;

    AioCanceller canceller;

    /** The canceller of the last operation, if the operation has failed: it can describe the operation. */
    AioCanceller failedBy;

    /** The queue element for a canceller that runs on the pool; made when first needed. */
    Cancellation cancellation;

    Throwable startedAt;

    /** The operation object that {@code startExclusive} hands out again and again. */
    Operation exclusive;

    /** The object that was given outputs or a message for the operation in progress, if it is not the exclusive one. */
    Operation filled;

    private Timer timer;

    /** Whether the operation is a sleep, which the timer ends with success. */
    private boolean sleeping;

    /** The thread that has called {@code skipCallback} for the next operation, or null. */
    private Thread skipRequest;

    /**
     * The thread that has called {@code skipCallback} for the operation in progress, or null. The callback is skipped
     * only if the same thread finishes the operation. The next start replaces the value, so that no request holds for
     * an operation that somebody else has started, such as the callback of the operation it was meant for.
     */
    private Thread skipper;

    /** The thread that has skipped the callback of the last operation, or null. */
    private Thread skippedBy;

    /** Null until the first thread waits for the handle. */
    private volatile Waiters waiters;

    Handle(
            HandleTenant tenant,
            HandleList list,
            String name,
            BiConsumer<? super Aio, Object> callback,
            Object argument,
            CallbackRunner runner) {
        super(tenant);
        this.list = list;
        this.name = name;
        this.callback = callback;
        this.argument = argument;
        this.runner = runner;
    }

    // For providers: starting

    @Override
    public AioOperation start(AioCanceller newCanceller, Duration defaultTimeout) {
        long sequence = start(newCanceller, defaultTimeout, NO_SLEEP, OperationObject.NEW);
        if (sequence == NO_SEQUENCE) {
            return null;
        }
        try {
            // Created here and not in a common method: there the JIT could not remove the allocation, because the
            // exclusive operation would flow through the same variable.
            return new Operation(this, sequence);
        } catch (Throwable e) { // no memory or no stack; no calls here, see Distress
            startFailure = e;
            startedSequence = sequence;
            handOverPostponed = true;
            tenant.distress.called = true;
        }
        recoverNow();
        return null;
    }

    @Override
    public AioOperation startExclusive(AioCanceller newCanceller, Duration defaultTimeout) {
        return start(newCanceller, defaultTimeout, NO_SLEEP, OperationObject.EXCLUSIVE) == NO_SEQUENCE
                ? null
                : exclusive;
    }

    /** Starts a sleep: an operation that ends by itself. */
    void sleep(long nanos) {
        start(SLEEP, Aio.INFINITE, Math.max(0, nanos), OperationObject.EXCLUSIVE);
    }

    private long start(AioCanceller newCanceller, Duration defaultTimeout, long sleepNanos, OperationObject object) {
        Objects.requireNonNull(defaultTimeout, "defaultTimeout");
        long providersTimeout = defaultTimeout.equals(DEFAULT) ? Nanos.FOREVER : Nanos.of(defaultTimeout);
        long outcome = begin();
        int action = (int) outcome & ACTION; // no calls after begin and outside of the try, see OperationState
        if (action != PROCEED && action != CONCLUDE_STOPPED) {
            refuse(action);
            return NO_SEQUENCE;
        }
        try {
            if (action == PROCEED) {
                return start(sequenceOf(outcome), newCanceller, providersTimeout, sleepNanos, object);
            }
            prepare();
            conclude(AioError.ESTOPPED);
            return NO_SEQUENCE;
        } catch (Throwable e) { // the operation has begun, so it has to complete; no calls here, see Distress
            startFailure = e;
            startPostponed = true;
            tenant.distress.called = true;
        }
        recoverNow();
        return NO_SEQUENCE;
    }

    private long start(
            long sequence, AioCanceller newCanceller, long providersTimeout, long sleepNanos, OperationObject object) {
        prepare();
        long timeout = timeout(providersTimeout);
        long expireAt = takeExpire();
        if (timeout != Nanos.FOREVER || expireAt != NO_EXPIRE || sleepNanos != NO_SLEEP) {
            long now = tenant.expiry().now();
            long deadline = expireAt != NO_EXPIRE ? expireAt : Nanos.plus(now, timeout);
            limitNanos = deadline - now;
            startedNanos = now;
            if (deadline <= now || sleepNanos == 0) {
                failedBy = newCanceller;
                endAtOnce();
                conclude(deadline <= now ? AioError.ETIMEDOUT : AioError.OK);
                return NO_SEQUENCE;
            }
            long end = Nanos.plus(now, sleepNanos);
            sleeping = sleepNanos != NO_SLEEP && end <= deadline;
            deadline = Math.min(end, deadline);
            if (newCanceller != null && deadline != Timer.NEVER) {
                Timer armed = tenant.expiry().arm(timer, this, deadline);
                if (armed != timer) { // avoids the collector's write barrier
                    timer = armed;
                }
            }
        } else {
            limitNanos = 0;
            startedNanos = tenant.expiry().coarseNow();
        }
        canceller = newCanceller;
        if (object == OperationObject.EXCLUSIVE) {
            makeExclusive(sequence);
        }
        if (tenant.pool().config().captureStarts()) {
            startedAt = new Throwable("the running operation was started here, on " + Thread.currentThread());
        }
        if (action(admit(newCanceller == null ? 0 : CANCELLABLE)) == CONCLUDE_STOPPED) {
            conclude(AioError.ESTOPPED);
            return NO_SEQUENCE;
        }
        return sequence;
    }

    /**
     * Repeats the steps that this thread has just failed to do. If stack or memory is still missing, the next thread
     * that dispatches, waits or keeps house repeats them.
     */
    private void recoverNow() {
        try {
            Recovery.recover(this);
        } catch (Throwable e) {
            tenant.distress.called = true;
        }
    }

    private void refuse(int why) {
        dropSkipRequest();
        switch (why) {
            case REJECT_BUSY -> throw inProgress("start", "");
            default -> {
                if (!isBusy() || isInOwnCallback()) {
                    setResult(AioError.ESTOPPED); // replaces the result of the last operation
                }
            }
        }
    }

    /** Clears what the previous operation has left: its results, and the fields that belong to one operation. */
    private void prepare() {
        counts.started();
        clearResults();
        sleeping = false;
        filled = null;
        Thread request = skipRequest;
        if (skipper != request) { // avoids the collector's write barrier
            skipper = request;
        }
        if (request != null) {
            skipRequest = null;
        }
        skippedBy = null;
        if (failedBy != null) { // avoids the collector's write barrier
            failedBy = null;
        }
    }

    private void makeExclusive(long sequence) {
        if (exclusive == null) {
            exclusive = new Operation(this, sequence);
        }
        exclusive.sequence = sequence;
    }

    @Override
    IllegalStateException inProgress(String call, String advice) {
        return HandleDescription.inProgress(this, call, advice);
    }

    @Override
    String describeFailed() {
        return HandleDescription.ofFailed(this);
    }

    @Override
    String describeOperation() {
        return HandleDescription.ofOperation(this);
    }

    // For providers: finishing

    /**
     * Finishes an operation. After the finish is claimed nothing may be lost, whatever is thrown: what cannot be done
     * here is left to {@link Recovery}.
     */
    boolean finish(long sequence, AioError error, long newCount, Throwable newCause, Operation operation) {
        Objects.requireNonNull(error, "error");
        CallbackRun run = requestedRun();
        int claimed = claimFinish(sequence, run);
        if (claimed == LOST) {
            return false;
        }
        long outcome = claimed == PROCEED ? RUN_CALLBACK : NOTHING;
        boolean written = false;
        count = newCount;
        cause = newCause;
        if (result != error) { // avoids the collector's write barrier
            result = error;
        }
        try {
            if (operation != null) {
                operation.moveOutputs();
            }
            completeResult(error);
            written = true;
            if (claimed == PROCEED) {
                outcome = deliverResult(run);
                perform(outcome);
            }
        } catch (Throwable e) {
            if (!written) {
                filled = operation;
                resultPostponed = true;
            }
            int left = (int) outcome & ACTION; // no calls here, see Distress
            if (left == RUN_CALLBACK) {
                deliveryPostponed = true;
            } else if (left == RELEASE) {
                releasePostponed = true;
            } else if (left == WAKE_WAITERS) {
                wakePostponed = true;
            }
            tenant.distress.called = true;
        }
        return true;
    }

    /** Ends an operation before the provider has it. The phase is FINISHING. */
    void conclude(AioError error) {
        long outcome = RUN_CALLBACK;
        result = error;
        try {
            completeResult(error);
            outcome = deliverResult(requestedRun());
            perform(outcome);
        } catch (Throwable e) {
            int left = (int) outcome & ACTION; // no calls here, see Distress
            if (left == RUN_CALLBACK) {
                resultPostponed = true;
                deliveryPostponed = true;
            } else if (left == RELEASE) {
                releasePostponed = true;
            } else if (left == WAKE_WAITERS) {
                wakePostponed = true;
            }
            tenant.distress.called = true;
        }
    }

    /**
     * Does what each finish does beside writing result, count, cause and outputs: keeps the canceller of a failed
     * operation for its description, disarms the timer, and counts the operation. May be called again after a failure.
     */
    void completeResult(AioError error) {
        if (error != AioError.OK && canceller != null) {
            failedBy = canceller;
        }
        canceller = null;
        startedAt = null;
        if (timer != null) {
            timer.disarm();
        }
        counts.ended(error);
    }

    /**
     * Delivers the completion.
     *
     * @param requested NONE if the thread that finishes has asked to skip the callback. The callback runs nevertheless
     *     if a canceller is being called: the completion then waits for the canceller's return
     */
    long deliverResult(CallbackRun requested) {
        boolean skipped = requested == CallbackRun.NONE && !isCancelling();
        if (skipped) {
            skippedBy = Thread.currentThread();
        }
        return deliver(skipped ? CallbackRun.NONE : callbackRun());
    }

    /** {@return NONE if the current thread has asked to skip the callback of the operation in progress} */
    private CallbackRun requestedRun() {
        Thread present = skipper;
        return present != null && present == Thread.currentThread() ? CallbackRun.NONE : CallbackRun.DUE;
    }

    /** {@return NONE if the handle has no callback} */
    CallbackRun callbackRun() {
        return callback == null ? CallbackRun.NONE : CallbackRun.DUE;
    }

    /** Remembers the operation object with outputs or a message, so that the canceller gets the same object. */
    void filled(Operation operation) {
        if (operation != exclusive && isPending(operation.sequence)) {
            filled = operation;
        }
    }

    boolean hasStarted() {
        return counts.anyStarted();
    }

    // Performing actions

    /**
     * Performs the action of an outcome. When it throws, the action has not been performed, or may be repeated.
     *
     * @param outcome what a transition has returned
     */
    void perform(long outcome) {
        switch (action(outcome)) {
            case RUN_CALLBACK -> runner.dispatch(this);
            case WAKE_WAITERS -> wake(outcome);
            case RELEASE -> {
                release();
                wake(released());
            }
            default -> {}
        }
    }

    void wake(long outcome) {
        Waiters present = waiters;
        if (present != null) {
            present.wake(sequenceOf(outcome));
        }
    }

    // The callback

    /** {@return whether the worker runs a callback that has begun on another thread, which could not run it} */
    boolean resumesCallback() {
        boolean due = resumes;
        if (due) {
            resumes = false;
            adoptCallback();
        }
        return due;
    }

    /**
     * Runs the callback, which has begun. It never throws.
     *
     * <p>The caller has noted the thread as being in a callback, and ends the callback afterwards.
     */
    void runCallback() {
        try {
            callback.accept(this, argument);
        } catch (Throwable e) {
            try {
                tenant.callbackFailed(this, e);
            } catch (Throwable again) {
                tenant.distress.called = true; // not counted either, because no stack is left
            }
        }
        if (resultPostponed) { // of the next operation, which the callback has finished
            Recovery.recoverAll(this);
        }
        try {
            forgetSkip();
        } catch (Throwable e) {
            tenant.distress.called = true; // no stack is left, and the callback must not seem to have failed
        }
    }

    /**
     * Forgets that this thread has skipped a callback of an operation that the present callback has started. The
     * present callback may run on top of a call that has asked for it to be skipped, and that asks afterwards whether
     * it was. By CAS, because another thread may skip the callback of a further operation meanwhile.
     */
    private void forgetSkip() {
        Thread current = Thread.currentThread();
        if (skippedBy == current) {
            SKIPPED_BY.compareAndSet(this, current, null);
        }
    }

    @Override
    protected void complete(Worker worker) {
        runner.complete(this, worker);
    }

    /** Runs the callback for the user's executor. */
    @Override
    public void run() {
        runner.run(this);
    }

    /**
     * Lets the pool run a completion that the user's executor has accepted and not run. If the executor runs the
     * completion later, nothing happens.
     */
    void takeBackFromExecutor() {
        if (takeBack()) {
            try {
                tenant.pool().dispatch(this);
            } catch (Throwable e) { // it was not queued; no calls here, see Distress
                deliveryPostponed = true;
                tenant.distress.called = true;
            }
        }
    }

    @Override
    protected PoolTenant poolTenant() {
        return tenant.poolTenant();
    }

    @Override
    protected String callbackName() {
        return HandleDescription.ofCallback(this);
    }

    @Override
    public void skipCallback() {
        requireIdle("skipCallback");
        skippedBy = null; // if the start is refused silently, no callback is skipped
        skipRequest = Thread.currentThread();
    }

    @Override
    public boolean skipped() {
        Thread current = Thread.currentThread();
        if (skipper == current) {
            skipper = null;
        }
        dropSkipRequest();
        return skippedBy == current;
    }

    private void dropSkipRequest() {
        if (skipRequest == Thread.currentThread()) {
            skipRequest = null;
        }
    }

    // Cancelling and expiry

    @Override
    public void cancel() {
        CancellerCalls.cancel(this, AioError.ECANCELED, NO_SEQUENCE, CancellerThread.CALLER);
    }

    @Override
    public void abort(AioError error) {
        if (Objects.requireNonNull(error, "error") == AioError.OK) {
            throw new IllegalArgumentException("an operation cannot be aborted with OK");
        }
        CancellerCalls.cancel(this, error, NO_SEQUENCE, CancellerThread.CALLER);
    }

    @Override
    public boolean expire(Timer expired, long now) {
        long sequence = pending();
        long deadline = expired.deadline();
        if (sequence == NO_SEQUENCE || !isPending(sequence)) {
            return !isUnderWay(); // an operation that has started meanwhile needs the timer
        }
        if (deadline > now) {
            // NEVER: the operation has ended just now; otherwise the deadline is that of a later operation
            return deadline == Timer.NEVER;
        }
        if (sleeping) {
            finish(sequence, AioError.OK, 0, null, null);
        } else {
            CancellerCalls.cancel(this, AioError.ETIMEDOUT, sequence, CancellerThread.WORKER);
        }
        return true;
    }

    // Waiting, stopping and closing

    @Override
    public void await() throws InterruptedException {
        DeadlockGuard.check(this, "await", GO_ON);
        if (isBusy()) {
            Recovery.recover(this);
            waiters().await(this, Nanos.FOREVER);
        }
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        DeadlockGuard.check(this, "await", GO_ON);
        long nanos = Nanos.of(limit);
        if (!isBusy()) {
            return true;
        }
        Recovery.recover(this);
        return nanos > 0 && waiters().await(this, nanos);
    }

    Waiters waiters() {
        Waiters present = waiters;
        if (present == null) {
            Waiters created = new Waiters();
            present = (Waiters) WAITERS.compareAndExchange(this, null, created);
            present = present == null ? created : present;
        }
        return present;
    }

    @Override
    public void stop() {
        DeadlockGuard.check(this, "stop", "use reap, which does not wait");
        CancellerCalls.stop(this, STOPPED, CancellerThread.CALLER);
        new ClosingWait(this, Nanos.FOREVER).await();
    }

    @Override
    public void close() {
        reap();
        if (!DeadlockGuard.mayDeadlock(this)) {
            new ClosingWait(this, Nanos.FOREVER).await();
        }
    }

    @Override
    public boolean close(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        long nanos = Nanos.of(limit);
        reap();
        return DeadlockGuard.mayDeadlock(this) ? phase() == RELEASED : new ClosingWait(this, nanos).await();
    }

    @Override
    public void reap() {
        discardResults();
        CancellerCalls.stop(this, REAPED, CancellerThread.CALLER);
        if (phase() == RELEASED) {
            clearOutputs(); // the handle was released before, when its tenant was closed
        }
    }

    /**
     * Stops and releases the handle because its tenant goes. The results are kept, because the user of the handle may
     * still read them.
     */
    void reapKeepingResults() {
        CancellerCalls.stop(this, REAPED, CancellerThread.WORKER_UNLESS_SLEEP);
    }

    /** Ends the pending operation without its provider, when the drain time is over. */
    void finishByForce() {
        long sequence = pending();
        if (sequence != NO_SEQUENCE) {
            finish(sequence, AioError.ESTOPPED, 0, null, null);
        }
    }

    /** Drops all references of the handle. May be repeated. */
    private void release() {
        callback = null;
        argument = null;
        failedBy = null;
        runner = CallbackRunner.ON_POOL;
        filled = null;
        if (exclusive != null) { // the object itself stays: startExclusive may be about to return it
            exclusive.clear();
        }
        clearInputs();
        clearDiscardedResults();
        if (timer != null) {
            tenant.expiry().release(timer);
            timer = null;
        }
        tenant.released(this);
    }

    @Override
    public String toString() {
        return HandleDescription.of(this);
    }
}
