package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.MessageQueue;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;

/**
 * Raw rep and respondent: what arrives has the number of its pipe and its backtrace as the header, and what is sent
 * goes to the pipe whose number it begins with. A pipe that takes no more loses messages; one that is gone has lost
 * them.
 */
final class RawResponder extends Protocol {
    /** How many messages wait for a pipe, as in nng. */
    private static final int BACKLOG = 64;

    private final Backtrace backtrace = new Backtrace(message -> drop(message, false));
    private final ReceiveQueue receiveQueue = new ReceiveQueue(this::accept, quota());
    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            return route(message, actions);
        }

        @Override
        public AioError receive(AioOperation operation, DeferredActions actions) {
            return receiveQueue.receive(operation, actions);
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            return receiveQueue.cancel(operation);
        }

        @Override
        public void close(DeferredActions actions) {
            receiveQueue.close(actions);
        }
    };

    private SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
        SpMessage accepted = backtrace.accept(pipe, message, actions);
        if (accepted != null) {
            accepted.pushHeader(pipe.id());
        }
        return accepted;
    }

    private AioError route(SpMessage message, DeferredActions actions) {
        if (message.headerLength() < 4) {
            return AioError.EPROTO;
        }
        Pipe pipe = pipe(message.popHeader());
        if (pipe == null) {
            drop(message, true);
            return AioError.OK;
        }
        MessageQueue backlog = pipe.attachment(MessageQueue.class);
        if (backlog.isEmpty() && pipe.hasRoom()) {
            pipe.put(message, actions);
        } else if (!backlog.offer(message)) {
            pipe.countDrop();
            drop(message, true);
        }
        return AioError.OK;
    }

    @Override
    public OptionValues options() {
        return OptionValues.none().with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionValues options) {
        backtrace.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        pipe.attach(new MessageQueue(BACKLOG, quota()));
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        receiveQueue.detach(pipe, false);
        pipe.attachment(MessageQueue.class).clear();
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receiveQueue.readable(pipe, actions);
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
