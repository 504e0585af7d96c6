package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Moves the header of pair1 from the body to the header: a word that counts the connections a message has passed. A
 * message that has passed too many is dropped; a message whose count does not fit into a byte closes its pipe.
 */
final class HopFilter implements Reader.Filter {
    private static final int NOT_A_BYTE = 0xffff_ff00;
    private static final int MOST = 0xff;

    private final DropHandler drops;
    private int ttl;

    HopFilter(DropHandler drops) {
        this.drops = drops;
    }

    void setTtl(int newTtl) {
        ttl = newTtl;
    }

    @Override
    public SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        if (message.wireLength() < 4 || (message.wireWord(0) & NOT_A_BYTE) != 0) {
            drops.drop(message, DropReason.PROTOCOL_VIOLATION);
            actions.close(pipe, AioError.EPROTO);
            return null;
        }
        if (message.wireWord(0) > ttl) {
            drops.drop(message, DropReason.HOP_LIMIT);
            return null;
        }
        message.splitExactly(1);
        return message;
    }

    /** {@return whether a message's header is a count that can be increased} */
    static boolean isHeader(SpMessage message) {
        return message.headerLength() == 4 && message.wireWord(0) >= 0 && message.wireWord(0) < MOST;
    }
}
