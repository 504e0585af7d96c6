package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioHandle;
import io.helve.message.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * The values of an operation: time limits, inputs, buffers, outputs, message and result. The fields have no lock: the
 * present owner of the state writes them (the user of an idle handle, the starter, the winner of finish), and the
 * transitions of the state publish them.
 */
abstract class OperationValues extends OperationState implements AioHandle {
    static final int SLOTS = 4;

    /** The value of {@code expire} if the next operation has no expiry of its own. */
    static final long NO_EXPIRE = Long.MIN_VALUE;

    private static final long DEFAULT_NANOS = -2;

    private static final VarHandle OUTPUTS;

    static {
        try {
            OUTPUTS = MethodHandles.lookup().findVarHandle(OperationValues.class, "outputs", Object[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The bundle or program that has allocated the handle. */
    final HandleTenant tenant;

    private long timeoutNanos = DEFAULT_NANOS;

    /** The expiry of the next operation, on the clock of the pool's expiry. */
    private long expireAt = NO_EXPIRE;

    private Object[] inputs;
    private ByteBuffer[] iov;

    /** Created when the buffers change for the first time. */
    private RecentIovs recentIovs;

    private Object[] outputs;
    private Message message;

    /** Whether the message is a result of the last operation; otherwise the user has set it. */
    private boolean messageReceived;

    // Written without calls by the thread that has claimed the finish.
    AioError result = AioError.OK;
    long count;
    Throwable cause;

    /** The time limit of the last operation, 0 if it had none, for the text of a timeout. */
    long limitNanos;

    /** Whether the user has closed the handle, so that the release clears outputs and message. */
    private volatile boolean discards;

    OperationValues(HandleTenant tenant) {
        this.tenant = tenant;
    }

    // ---- for the operation

    /** {@return the timeout in force; the argument is the provider's default} */
    final long timeout(long providersTimeout) {
        return timeoutNanos == DEFAULT_NANOS ? providersTimeout : timeoutNanos;
    }

    /** {@return the expiry of the next operation, or {@link #NO_EXPIRE}; each expiry is for one operation} */
    final long takeExpire() {
        long taken = expireAt;
        expireAt = NO_EXPIRE;
        return taken;
    }

    /** Drops the results of the previous operation. */
    final void clearResults() {
        Object[] slots = outputs;
        if (slots != null) {
            Arrays.fill(slots, null);
        }
        if (messageReceived) {
            message = null;
            messageReceived = false;
        }
        count = 0;
        cause = null;
    }

    final void setResult(AioError error) {
        if (result != error) { // avoids the collector's write barrier
            result = error;
        }
    }

    /**
     * Allocates the array of outputs, so that the thread that finishes needs no memory. Any thread may call this at any
     * time.
     */
    final void reserveOutputs() {
        if (outputs == null) {
            OUTPUTS.compareAndSet(this, null, new Object[SLOTS]);
        }
    }

    /** Sets the outputs. The array of outputs must have room for all of them. */
    final void setOutputs(Object first, Object[] more) {
        Object[] slots = outputs;
        slots[0] = first;
        if (more != null) {
            System.arraycopy(more, 0, slots, 1, more.length);
        }
    }

    void setFinishedMessage(Message newMessage) {
        message = newMessage;
        messageReceived = true;
    }

    /** {@return the buffers, or null; the array is never changed} */
    ByteBuffer[] iov() {
        return iov;
    }

    final void clearInputs() {
        inputs = null;
        iov = null;
        recentIovs = null;
    }

    /** Notes that the user does not read outputs and message any more. */
    final void discardResults() {
        discards = true;
    }

    /** Clears outputs and message at the release, if their user has closed the handle; otherwise they stay readable. */
    final void clearDiscardedResults() {
        if (discards) {
            clearOutputs();
        }
    }

    final void clearOutputs() {
        Object[] slots = outputs;
        if (slots != null) { // the array itself stays, because a late provider may be about to reserve it
            Arrays.fill(slots, null);
        }
        message = null;
    }

    /** {@return the message that the operation has produced, or null; never a message that the user has set} */
    final Message receivedMessage() {
        return messageReceived ? message : null;
    }

    // ---- for the user

    @Override
    public AioError result() {
        requireEnded("result");
        return result;
    }

    @Override
    public long count() {
        requireEnded("count");
        return count;
    }

    @Override
    public Throwable cause() {
        requireEnded("cause");
        return cause;
    }

    /** Throws if an operation is in progress: its results are not there yet. */
    private void requireEnded(String getter) {
        if (isInProgress()) {
            throw inProgress(getter, "; await it first, or call " + getter + " in its callback");
        }
    }

    /** Throws if an operation is in progress: its provider is using the parameters. */
    final void requireIdle(String setter) {
        if (isInProgress()) {
            throw inProgress(setter, "");
        }
    }

    /**
     * {@return the exception for a call that must not be made while an operation is in progress}
     *
     * @param call the call
     * @param advice what to do instead
     */
    abstract IllegalStateException inProgress(String call, String advice);

    @Override
    public Aio check() {
        requireEnded("check");
        if (result != AioError.OK) {
            throw failure();
        }
        return this;
    }

    /** {@return what the provider says of the operation in progress} */
    abstract String describeOperation();

    /** {@return what the provider says of the last operation, which has failed; null if that is not known any more} */
    abstract String describeFailed();

    /** {@return the failure of the last operation. The text names the operation and says after how long it failed} */
    final AioException failure() {
        String text = cause == null ? null : cause.getMessage();
        return new AioException(result, text == null || text.isBlank() ? failureText() : text, cause, count);
    }

    private String failureText() {
        String failed = describeFailed();
        if (failed == null) {
            return null;
        }
        if (result != AioError.ETIMEDOUT) {
            return result.message() + ": " + failed;
        }
        return limitNanos <= 0 ? failed : failed + ", " + Nanos.text(limitNanos);
    }

    @Override
    public void setTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        requireIdle("setTimeout");
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
        requireIdle("setExpire");
        expireAt = expire == null
                ? NO_EXPIRE
                : Nanos.plus(tenant.expiry().now(), Nanos.of(Duration.between(Instant.now(), expire)));
    }

    @Override
    public void setInput(int index, Object value) {
        requireIdle("setInput");
        Objects.checkIndex(index, SLOTS);
        Object[] present = inputs; // read once, as in setIov
        if (present == null) {
            present = new Object[SLOTS];
            inputs = present;
        }
        present[index] = value;
    }

    @Override
    public Object getInput(int index) {
        return slot(inputs, index);
    }

    @Override
    public Object getOutput(int index) {
        requireEnded("getOutput");
        return slot(outputs, index);
    }

    private static Object slot(Object[] slots, int index) {
        Objects.checkIndex(index, SLOTS);
        return slots == null ? null : slots[index];
    }

    @Override
    public void setMessage(Message newMessage) {
        requireIdle("setMessage");
        message = newMessage;
        messageReceived = false;
    }

    @Override
    public Message getMessage() {
        requireEnded("getMessage");
        return message;
    }

    /** {@return the message, for the provider of the operation in progress} */
    final Message givenMessage() {
        return message;
    }

    @Override
    public void setIov(ByteBuffer... buffers) {
        Objects.requireNonNull(buffers, "buffers");
        requireIdle("setIov");
        if (buffers.length > IOV_MAX) {
            throw new IllegalArgumentException("an iov has at most " + IOV_MAX + " buffers, not " + buffers.length);
        }
        for (ByteBuffer buffer : buffers) {
            Objects.requireNonNull(buffer, "buffer");
        }
        ByteBuffer[] present = iov; // read once: a concurrent close clears the field, which is no failure here
        if (present == null) {
            iov = buffers.clone();
        } else if (!RecentIovs.same(present, buffers)) {
            RecentIovs recent = recentIovs;
            if (recent == null) {
                recent = new RecentIovs(present);
                recentIovs = recent;
            }
            iov = recent.get(buffers);
        }
    }
}
