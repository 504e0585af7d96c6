package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioHandle;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.expiry.Expirable;
import io.helve.impl.expiry.Timer;
import io.helve.impl.pool.Completion;
import io.helve.impl.pool.Tenant;
import io.helve.impl.pool.Worker;
import io.helve.message.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * A handle: its settings, results and time, on top of {@link OperationState}. Fields without a lock or {@code volatile} are
 * written by whoever owns the state at that time (the starter, the winner of finish, the user of an idle handle), and are
 * published by its transitions.
 */
final class Handle extends OperationState implements AioHandle, Expirable, Runnable {
    static final int SLOTS = 4;
    private static final long DEFAULT_NANOS = -2;
    private static final long NO_EXPIRE = Long.MIN_VALUE;
    private static final long NO_SLEEP = Nanos.FOREVER;
    private static final VarHandle WAITERS;

    static {
        try {
            WAITERS = MethodHandles.lookup().findVarHandle(Handle.class, "waiters", Waiters.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

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

    final Client client;

    /** The list of open handles that it is in, and its place there; guarded by that list. */
    final HandleList list;

    Handle previousOpen;
    Handle nextOpen;

    /** What happened here; folded into the list's sums on release. */
    final OperationCounts counts = new OperationCounts();

    /** In what phase a completion waits for its callback. */
    private final int waitingPhase;

    /** Cleared on release. */
    private BiConsumer<? super Aio, Object> callback;

    private Object argument;

    /** Where the callback runs, or null for the pool. */
    private Executor executor;

    /** A thread that gives the next completion to the executor after a callback; it may find itself running it. */
    private Thread handing;

    /** Whether a completion for the executor has gone to the pool instead. */
    private volatile boolean onPool;

    private AioCanceller canceller;
    private Throwable startedAt;
    private Operation exclusive;

    /** The object that was given outputs or a message for the operation in progress, if one was. */
    private Operation filled;

    private Timer timer;
    private volatile Waiters waiters;

    private long timeoutNanos = DEFAULT_NANOS;

    /** On the clock of the pool's expiry. */
    private long expireAt = NO_EXPIRE;

    /** Whether the timer is the natural end of the operation, a sleep. */
    private boolean sleeping;

    private Object[] inputs;
    private ByteBuffer[] iov;
    private Object[] outputs;
    private Message message;

    /** Whether the message came from the last operation, not from the user. */
    private boolean messageReceived;

    private AioError result = AioError.OK;
    private long count;
    private Throwable cause;

    /** Who has asked to skip the callback of the operation in progress; only that thread can do it. */
    private Thread skipper;

    /** Who has skipped the callback of the last operation, or null; nobody else shall take it for skipped. */
    private Thread skippedBy;

    /** Whether outputs and message stay after release, for those who hold the future of a single operation. */
    private final boolean keepsResults;

    Handle(
            Client client,
            HandleList list,
            BiConsumer<? super Aio, Object> callback,
            Object argument,
            Executor executor,
            boolean keepsResults) {
        this.client = client;
        this.list = list;
        this.callback = callback;
        this.argument = argument;
        this.executor = executor;
        this.waitingPhase = executor == null ? FINISHING : HANDED;
        this.keepsResults = keepsResults;
    }

    // ---- for providers

    @Override
    public AioOperation start(AioCanceller newCanceller, Duration defaultTimeout) {
        return start(newCanceller, defaultTimeout, NO_SLEEP, false);
    }

    @Override
    public AioOperation startExclusive(AioCanceller newCanceller, Duration defaultTimeout) {
        return start(newCanceller, defaultTimeout, NO_SLEEP, true);
    }

    /** Starts a sleep: an operation that ends by itself. */
    void sleep(long nanos) {
        start(SLEEP, Aio.INFINITE, Math.max(0, nanos), true);
    }

    private Operation start(AioCanceller newCanceller, Duration defaultTimeout, long sleepNanos, boolean isExclusive) {
        // before anything changes, should it be null
        long providersTimeout = defaultTimeout.equals(DEFAULT) ? Nanos.FOREVER : Nanos.of(defaultTimeout);
        long sequence = begin();
        if (sequence == NO_SEQUENCE) {
            return null;
        }
        long timeout = timeoutNanos == DEFAULT_NANOS ? providersTimeout : timeoutNanos;
        if (timeout != Nanos.FOREVER || expireAt != NO_EXPIRE || sleepNanos != NO_SLEEP) {
            long now = client.expiry().now();
            long deadline = expireAt != NO_EXPIRE ? expireAt : Nanos.plus(now, timeout);
            expireAt = NO_EXPIRE;
            if (deadline <= now) {
                endAtOnce(AioError.ETIMEDOUT);
                return null;
            }
            if (sleepNanos == 0) {
                endAtOnce(AioError.OK);
                return null;
            }
            long end = Nanos.plus(now, sleepNanos);
            sleeping = sleepNanos != NO_SLEEP && end <= deadline;
            deadline = Math.min(end, deadline);
            if (newCanceller != null && deadline != Timer.NEVER) {
                timer = client.expiry().arm(timer, this, deadline);
            }
        }
        canceller = newCanceller;
        Operation operation = isExclusive ? exclusive(sequence) : new Operation(this, sequence);
        if (client.pool().config().captureStarts()) {
            startedAt = new Throwable("the running operation was started here, on " + Thread.currentThread());
        }
        return admit() ? operation : null;
    }

    private Operation exclusive(long sequence) {
        if (exclusive == null) {
            exclusive = new Operation(this, sequence);
        }
        exclusive.sequence = sequence;
        return exclusive;
    }

    @Override
    void prepare() {
        counts.started();
        if (outputs != null) {
            Arrays.fill(outputs, null);
        }
        if (messageReceived) {
            message = null;
            messageReceived = false;
        }
        count = 0;
        cause = null;
        sleeping = false;
        filled = null;
        skippedBy = null;
    }

    boolean finish(long sequence, AioError error, long newCount, Throwable newCause, Operation operation) {
        Objects.requireNonNull(error, "error");
        if (!win(sequence)) {
            return false;
        }
        count = newCount;
        cause = newCause;
        if (operation != null) {
            operation.handOver();
        }
        conclude(error);
        settle();
        return true;
    }

    @Override
    void conclude(AioError error) {
        result = error;
        canceller = null;
        startedAt = null;
        if (timer != null) {
            timer.disarm();
        }
        counts.ended(error);
    }

    /** An operation that has been given something: the canceller gets the same object, so that nothing is lost. */
    void filled(Operation operation) {
        if (isPending(operation.sequence)) {
            filled = operation;
        }
    }

    void setOutputs(Object first, Object[] more) {
        if (outputs == null) {
            outputs = new Object[SLOTS];
        }
        outputs[0] = first;
        if (more != null) {
            System.arraycopy(more, 0, outputs, 1, more.length);
        }
    }

    void setFinishedMessage(Message newMessage) {
        message = newMessage;
        messageReceived = true;
    }

    boolean hasStarted() {
        return counts.anyStarted();
    }

    /** {@return the buffers, or null; the array is never changed} */
    ByteBuffer[] iov() {
        return iov;
    }

    // ---- completion

    @Override
    boolean hasCallback() {
        return callback != null;
    }

    @Override
    boolean skip(boolean possible) {
        Thread current = Thread.currentThread();
        boolean skips = possible && skipper == current;
        if (skips) {
            skippedBy = current;
        }
        return skips;
    }

    @Override
    void dispatch() {
        if (executor == null) {
            client.pool().dispatch(this);
            return;
        }
        hand();
        try {
            executor.execute(this);
        } catch (Throwable e) { // decided already: a completion is never lost
            client.rejected(this, e);
            dispatchToPool();
        }
    }

    private void dispatchToPool() {
        onPool = true;
        client.pool().dispatch(this);
    }

    @Override
    protected Completion complete(Worker worker) {
        if (waitingPhase == HANDED) {
            onPool = false;
        }
        if (!beginCallback(waitingPhase)) {
            return null;
        }
        worker.enter(this, client.contextLoader());
        try {
            callback.accept(this, argument);
        } catch (Throwable e) {
            client.callbackFailed(this, e);
        }
        worker.leave();
        if (!endCallback()) {
            return null;
        }
        if (waitingPhase == HANDED) {
            dispatch(); // the executor may take the next one again
            return null;
        }
        return this;
    }

    /** Runs the callback on the user's executor, and as long as that runs things inline, those of the next operations. */
    @Override
    public void run() {
        if (handing == Thread.currentThread()) {
            handing = null; // the executor runs inline: the loop below goes on, on the same stack
            return;
        }
        while (beginCallback(waitingPhase)) {
            ForeignCallbacks.enter();
            try {
                callback.accept(this, argument);
            } catch (Throwable e) {
                client.callbackFailed(this, e);
            } finally {
                ForeignCallbacks.leave();
            }
            if (!endCallback() || !dispatchedInline()) {
                return;
            }
        }
    }

    /**
     * {@return whether the executor has called {@link #run} from inside execute} With executors that mix both, several threads
     * may meet here; that a completion is run once is decided by {@link #beginCallback} alone.
     */
    private boolean dispatchedInline() {
        Thread current = Thread.currentThread();
        handing = current;
        dispatch();
        if (handing == current) {
            handing = null;
            return false;
        }
        return true;
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
            client.cancellerFailed(called, e);
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

    /** Has the pool run what the user's executor was given and has not run; should it do so after all, it finds nothing. */
    void takeBack() {
        if (isHanded() && !onPool) {
            dispatchToPool();
        }
    }

    @Override
    void release() {
        callback = null;
        argument = null;
        executor = null;
        inputs = null;
        iov = null;
        filled = null;
        exclusive = null;
        if (!keepsResults) {
            outputs = null;
            message = null;
        }
        if (timer != null) {
            client.expiry().release(timer);
        }
        client.released(this);
    }

    // ---- waiting

    @Override
    public void await() throws InterruptedException {
        refuseInCallback("await");
        if (isBusy()) {
            waiters().await(this, Nanos.FOREVER);
        }
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        refuseInCallback("await");
        long nanos = Nanos.of(limit);
        return !isBusy() || nanos > 0 && waiters().await(this, nanos);
    }

    private void awaitUninterruptibly() {
        boolean interrupted = false;
        while (isOccupied()) {
            try {
                waiters().await(this, Nanos.FOREVER);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Waiters waiters() {
        Waiters present = waiters;
        if (present == null) {
            Waiters created = new Waiters();
            present = (Waiters) WAITERS.compareAndExchange(this, null, created);
            present = present == null ? created : present;
        }
        return present;
    }

    @Override
    void wakeWaiters(long sequence) {
        Waiters present = waiters;
        if (present != null) {
            present.wake(sequence);
        }
    }

    static boolean inCallback() {
        return Worker.inCallback() || ForeignCallbacks.isCurrent();
    }

    private static void refuseInCallback(String what) {
        if (inCallback()) {
            throw new IllegalStateException(what + " inside a callback would deadlock: use reap, or start the next"
                    + " operation from its own callback");
        }
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

    // ---- settings and results

    @Override
    public AioError result() {
        return result;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Throwable cause() {
        return cause;
    }

    @Override
    public Aio check() {
        if (result != AioError.OK) {
            throw new AioException(result, cause == null ? null : cause.getMessage(), cause, count);
        }
        return this;
    }

    @Override
    public void setTimeout(Duration timeout) {
        if (timeout.equals(DEFAULT)) {
            timeoutNanos = DEFAULT_NANOS;
        } else if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
        } else {
            timeoutNanos = Nanos.of(timeout);
        }
    }

    @Override
    public void setExpire(Instant expire) {
        expireAt = expire == null
                ? NO_EXPIRE
                : Nanos.plus(client.expiry().now(), Nanos.of(Duration.between(Instant.now(), expire)));
    }

    @Override
    public void setInput(int index, Object value) {
        if (index >= 0 && index < SLOTS) {
            if (inputs == null) {
                inputs = new Object[SLOTS];
            }
            inputs[index] = value;
        }
    }

    @Override
    public Object getInput(int index) {
        return slot(inputs, index);
    }

    @Override
    public Object getOutput(int index) {
        return slot(outputs, index);
    }

    private static Object slot(Object[] slots, int index) {
        return slots == null || index < 0 || index >= SLOTS ? null : slots[index];
    }

    @Override
    public void setMessage(Message newMessage) {
        message = newMessage;
        messageReceived = false;
    }

    @Override
    public Message getMessage() {
        return message;
    }

    @Override
    public void setIov(ByteBuffer... buffers) {
        if (buffers.length > IOV_MAX) {
            throw new AioException(
                    AioError.EINVAL, "an iov has at most " + IOV_MAX + " buffers, not " + buffers.length);
        }
        ByteBuffer[] present = iov;
        boolean same = present != null && present.length == buffers.length;
        for (int i = 0; i < buffers.length; i++) {
            same = Objects.requireNonNull(buffers[i], "buffer") == (same ? present[i] : null);
        }
        if (!same) {
            iov = buffers.clone(); // a new array: a provider may still hold the old one
        }
    }

    @Override
    public void skipCallback() {
        skippedBy = null; // a start that is refused silently has skipped nothing
        skipper = Thread.currentThread();
    }

    @Override
    public boolean skipped() {
        Thread current = Thread.currentThread();
        if (skipper == current) {
            skipper = null;
        }
        return skippedBy == current;
    }

    @Override
    protected Tenant tenant() {
        return client.tenant();
    }

    @Override
    public String toString() {
        return "Aio of " + client.name() + ": " + super.toString() + ", " + result;
    }
}
