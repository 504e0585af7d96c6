package io.helve.sp.impl.contract;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;

/**
 * The state of one context of a protocol: of the socket itself, or of an opened context. Guarded by the socket's lock.
 * A protocol need not override the methods for operations that it does not have.
 */
public abstract class ProtocolContext {
    /** For protocols. */
    protected ProtocolContext() {}

    /**
     * Sends a message, or keeps the operation for later.
     *
     * @param message the message, which is the protocol's if the outcome is {@link Outcome#DONE}
     * @param operation the operation, or null if it must not wait
     * @param actions what else is to be done
     * @return {@link Outcome#DONE} if the message was taken; {@link Outcome#WAITS} if the operation waits;
     *     {@link Outcome#WOULD_WAIT} if there is no operation to wait; otherwise a failure
     */
    public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
        return Outcome.failed(AioError.ENOTSUP);
    }

    /**
     * Receives a message ({@link DeferredActions#received(SpMessage)}), or keeps the operation for later.
     *
     * @param operation the operation, or null if it must not wait
     * @param actions what else is to be done
     * @return as for {@link #send}
     */
    public Outcome receive(AioOperation operation, DeferredActions actions) {
        return Outcome.failed(AioError.ENOTSUP);
    }

    /**
     * Tells whether a blocking receive may poll before it waits. Polling is not allowed if a message that arrives
     * between two polls is lost or goes to another receiver.
     *
     * @return whether polling is allowed
     */
    public boolean mayBePolled() {
        return true;
    }

    /**
     * Takes back a send that waits.
     *
     * @param operation the operation
     * @param actions what else is to be done
     * @return whether it was waiting; then the caller finishes it
     */
    public boolean cancelSend(AioOperation operation, DeferredActions actions) {
        return false;
    }

    /**
     * Takes back a receive that waits.
     *
     * @param operation the operation
     * @param actions what else is to be done
     * @return whether it was waiting; then the caller finishes it
     */
    public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
        return false;
    }

    /**
     * Reads the options that this context uses. Called at the beginning and after each change.
     *
     * @param options the options of its socket or context
     * @param actions what else is to be done
     */
    public void configure(OptionSet options, DeferredActions actions) {}

    /**
     * Adds a subscription.
     *
     * @param topic the bytes, not changed any more
     * @return {@code OK} or an error
     */
    public AioError subscribe(byte[] topic) {
        return AioError.ENOTSUP;
    }

    /**
     * Removes a subscription.
     *
     * @param topic the bytes
     * @return {@code OK} or an error
     */
    public AioError unsubscribe(byte[] topic) {
        return AioError.ENOTSUP;
    }

    /**
     * Ends waiting operations with {@code ECLOSED}, and frees all messages of the context.
     *
     * @param actions collects the actions to carry out once the lock is released
     */
    public abstract void close(DeferredActions actions);
}
