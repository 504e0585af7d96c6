package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/**
 * Raw bus: the header of a message that was received is the number of its pipe, and a message with such a header is
 * sent to all peers but that one. So a device does not send a message back to the peer that has sent the message.
 */
final class RawBus extends Bus {
    @Override
    void send(SpMessage message, DeferredActions actions) {
        int origin = message.headerLength() >= 4 ? message.popHeader() : Fanout.NOBODY;
        message.clearHeader();
        sendToOthers(message, origin, actions);
    }

    @Override
    void encodeReceived(SpMessage message, Pipe pipe) {
        message.setHeader(pipe.id());
    }
}
