package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.sp.DropReason;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.MessageQueue;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * Polyamorous pair, version 1, as in nng: any number of peers. A message goes to the peer of its pipe, or to the oldest
 * peer if the message has no pipe. Sending waits only until the first peer has connected; from then on a message whose
 * peer is gone, or has no room, is dropped, so that one slow peer does not hold up the others.
 */
final class PolyPair1 extends Protocol {
    private final HopFilter hops = new HopFilter(this::drop);
    private final ReceiveQueue receives = new ReceiveQueue(hops, quota());

    /** The pipes, oldest first. */
    private final List<Pipe> pipes = new ArrayList<>();

    /** The messages and then the send operations that wait for the first peer. */
    private final MessageQueue buffer = new MessageQueue(0, quota());

    private final AioQueue senders = new AioQueue();

    /** Whether a peer has ever been attached. */
    private boolean started;

    private final ProtocolContext context = new ReceivingContext(receives) {
        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            buffer.setLimit(options.get(SpOptions.SEND_BUFFER));
            receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            if (started) {
                route(message, actions);
                return Outcome.DONE;
            }
            if (buffer.offer(message)) {
                return Outcome.DONE;
            }
            return Outcome.waiting(operation, senders);
        }

        @Override
        public boolean cancelSend(AioOperation operation, DeferredActions actions) {
            return senders.remove(operation);
        }

        @Override
        public void close(DeferredActions actions) {
            actions.failAll(senders, AioError.ECLOSED);
            buffer.clear();
            super.close(actions);
        }
    };

    private void route(SpMessage message, DeferredActions actions) {
        Pipe pipe = peer(message);
        if (pipe == null) {
            drop(message, DropReason.UNKNOWN_PIPE);
        } else if (pipe.hasRoom()) {
            message.setHeader(1);
            pipe.put(message, actions);
        } else {
            pipe.countDrop();
            drop(message, DropReason.PEER_TOO_SLOW);
        }
    }

    /** {@return the pipe that the message is to go to, or null if there is none} */
    private Pipe peer(SpMessage message) {
        if (message.source() == null) {
            return pipes.isEmpty() ? null : pipes.get(0);
        }
        return message.source() instanceof Pipe named && pipe(named.id()) == named ? named : null;
    }

    @Override
    public OptionSet options() {
        return OptionSet.none()
                .with(SpOptions.SEND_BUFFER, 0)
                .with(SpOptions.RECEIVE_BUFFER, 0)
                .with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionSet options) {
        hops.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        pipes.add(pipe);
        started = true;
        for (SpMessage message = buffer.poll(); message != null; message = buffer.poll()) {
            route(message, actions);
        }
        while (!senders.isEmpty()) {
            SpMessage message = actions.takeMessage(senders.poll());
            if (message != null) {
                route(message, actions);
            }
        }
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        pipes.remove(pipe);
        receives.detach(pipe, arrived);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receives.readable(pipe, actions);
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
