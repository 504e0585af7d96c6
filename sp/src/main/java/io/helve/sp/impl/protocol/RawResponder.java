package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
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

/**
 * Raw rep and raw respondent: the header of a request that was received is the number of its pipe followed by its
 * backtrace; an answer is sent to the pipe whose number its header begins with. An answer for a pipe that has ended, or
 * whose backlog is full, is dropped.
 */
final class RawResponder extends Protocol {
    /** The largest number of answers that wait for a pipe, as in nng. */
    private static final int BACKLOG = 64;

    private final RequestFilter requests = new RequestFilter(this::drop);
    private final ReceiveQueue receives = new ReceiveQueue(this::accept, quota());
    private final ProtocolContext context = new ReceivingContext(receives) {
        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            return route(message, actions);
        }
    };

    private SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        SpMessage accepted = requests.accept(pipe, message, actions);
        if (accepted != null) {
            accepted.pushHeader(pipe.id());
        }
        return accepted;
    }

    private Outcome route(SpMessage message, DeferredActions actions) {
        if (message.headerLength() < 4) {
            return Outcome.failed(AioError.EPROTO);
        }
        Pipe pipe = pipe(message.popHeader());
        if (pipe == null) {
            drop(message, DropReason.UNKNOWN_PIPE);
            return Outcome.DONE;
        }
        MessageQueue backlog = pipe.attachment(MessageQueue.class);
        if (backlog.isEmpty() && pipe.hasRoom()) {
            pipe.put(message, actions);
        } else if (!backlog.offer(message)) {
            pipe.countDrop();
            drop(message, DropReason.PEER_TOO_SLOW);
        }
        return Outcome.DONE;
    }

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionSet options) {
        requests.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        pipe.attach(new MessageQueue(BACKLOG, quota()));
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        receives.detach(pipe, ArrivedMessages.DISCARD);
        pipe.attachment(MessageQueue.class).drop(this::drop, DropReason.ENDED_PIPE);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receives.readable(pipe, actions);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        MessageQueue backlog = pipe.attachment(MessageQueue.class);
        while (!backlog.isEmpty() && pipe.hasRoom()) {
            pipe.put(backlog.poll(), actions);
        }
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
