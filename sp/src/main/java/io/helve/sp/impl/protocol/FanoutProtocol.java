package io.helve.sp.impl.protocol;

import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** A protocol that sends each message to all its peers and never waits for a peer: bus, surveyor, raw surveyor. */
abstract class FanoutProtocol extends Protocol {
    private final Fanout fanout = new Fanout(quota(), this::drop);

    /** Sends a message, which is consumed, to all peers. */
    final void sendToAll(SpMessage message, DeferredActions actions) {
        fanout.send(message, Fanout.NOBODY, actions);
    }

    /** Sends a message, which is consumed, to all peers but the one of a pipe. */
    final void sendToOthers(SpMessage message, int pipe, DeferredActions actions) {
        fanout.send(message, pipe, actions);
    }

    @Override
    public void configure(OptionSet options) {
        fanout.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        fanout.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        fanout.detach(pipe);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        fanout.writable(pipe, actions);
    }
}
