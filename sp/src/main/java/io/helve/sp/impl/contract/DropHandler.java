package io.helve.sp.impl.contract;

import io.helve.sp.DropReason;
import io.helve.sp.impl.message.SpMessage;

/** Takes messages that are not delivered: {@link Protocol#drop}, as the parts of a protocol see it. */
@FunctionalInterface
public interface DropHandler {
    /**
     * Counts and frees a message.
     *
     * @param message the message
     * @param reason why the message is not delivered
     */
    void drop(SpMessage message, DropReason reason);
}
