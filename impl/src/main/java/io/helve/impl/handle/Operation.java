package io.helve.impl.handle;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An operation as its provider holds it: the handle and a sequence. An object made by {@code start} never changes its
 * sequence, so a provider that uses the object too late has no effect on later operations. The object of
 * {@code startExclusive} belongs to the handle and is used again.
 */
final class Operation implements AioOperation {
    private static final ByteBuffer[] NO_BUFFERS = {};

    final Handle handle;
    long sequence;

    /** The outputs and the message that finish hands over to the handle. */
    private Object firstOutput;

    private Object[] moreOutputs;
    private Message message;
    private boolean messageSet;

    Operation(Handle handle, long sequence) {
        this.handle = handle;
        this.sequence = sequence;
    }

    @Override
    public boolean finish(AioError error, long count) {
        return handle.finish(sequence, error, count, null, this);
    }

    @Override
    public boolean finish(AioError error, long count, Throwable cause) {
        return handle.finish(sequence, error, count, cause, this);
    }

    @Override
    public void setOutput(int index, Object value) {
        Objects.checkIndex(index, Handle.SLOTS);
        handle.reserveOutputs();
        if (index == 0) {
            firstOutput = value;
        } else {
            if (moreOutputs == null) {
                moreOutputs = new Object[Handle.SLOTS - 1];
            }
            moreOutputs[index - 1] = value;
        }
        handle.filled(this);
    }

    @Override
    public void setMessage(Message newMessage) {
        message = newMessage;
        messageSet = true;
        handle.filled(this);
    }

    /** Moves outputs and message to the handle; called by the thread that has claimed the finish. May be repeated. */
    void moveOutputs() {
        if (firstOutput != null || moreOutputs != null) {
            handle.setOutputs(firstOutput, moreOutputs);
            firstOutput = null;
            moreOutputs = null;
        }
        if (messageSet) {
            handle.setFinishedMessage(message);
            message = null;
            messageSet = false;
        }
    }

    /** Drops outputs and a message that were not handed over. */
    void clear() {
        firstOutput = null;
        moreOutputs = null;
        message = null;
        messageSet = false;
    }

    @Override
    public AioError cancelReason() {
        return handle.cancelReason(sequence);
    }

    @Override
    public Message getMessage() {
        Message current = handle.givenMessage();
        return isStillPending() ? current : null;
    }

    @Override
    public Object getInput(int index) {
        Object input = handle.getInput(index);
        return isStillPending() ? input : null;
    }

    @Override
    public ByteBuffer[] iov() {
        ByteBuffer[] iov = handle.iov();
        return iov != null && isStillPending() ? iov : NO_BUFFERS;
    }

    /** {@return whether values read before this call belong to this operation} */
    private boolean isStillPending() {
        VarHandle.loadLoadFence(); // otherwise the CPU or JIT may move those reads behind the read of the state
        return handle.isPending(sequence);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Operation operation && operation.handle == handle && operation.sequence == sequence;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(handle) * 31 + Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "operation " + sequence + " of " + handle;
    }
}
