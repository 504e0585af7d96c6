package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Exchange;
import io.helve.sp.impl.core.MessageQueue;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.core.Protocol;
import io.helve.sp.impl.message.SpMessage;

/**
 * Raw rep and respondent: what arrives has the number of its pipe and its backtrace as the header, and what is sent
 * goes to the pipe whose number it begins with. A pipe that takes no more loses messages; one that is gone has lost
 * them.
 */
final class RawResponder extends Protocol {
    /** How many messages wait for a pipe, as in nng. */
    private static final int BACKLOG = 64;

    private final Backtrace backtrace = new Backtrace(message -> drop(message, false));
    private final Inbox inbox = new Inbox(this::accept, quota());
    private final Exchange exchange = new Exchange() {
        @Override
        public AioError send(SpMessage message, AioOperation operation, Effects effects) {
            return route(message, effects);
        }

        @Override
        public AioError receive(AioOperation operation, Effects effects) {
            return inbox.receive(operation, effects);
        }

        @Override
        public boolean cancelReceive(AioOperation operation, Effects effects) {
            return inbox.cancel(operation);
        }

        @Override
        public void close(Effects effects) {
            inbox.close(effects);
        }
    };

    private SpMessage accept(Pipe pipe, SpMessage message, Effects effects) {
        SpMessage accepted = backtrace.accept(pipe, message, effects);
        if (accepted != null) {
            accepted.pushHeader(pipe.id());
        }
        return accepted;
    }

    private AioError route(SpMessage message, Effects effects) {
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
            pipe.put(message, effects);
        } else if (!backlog.offer(message)) {
            pipe.countDrop();
            drop(message, true);
        }
        return AioError.OK;
    }

    @Override
    public Options options() {
        return Options.none().with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(Options options) {
        backtrace.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        pipe.attach(new MessageQueue(BACKLOG, quota()));
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        inbox.detach(pipe, false);
        pipe.attachment(MessageQueue.class).clear();
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        inbox.readable(pipe, effects);
    }

    @Override
    public void writable(Pipe pipe, Effects effects) {
        MessageQueue backlog = pipe.attachment(MessageQueue.class);
        while (!backlog.isEmpty() && pipe.hasRoom()) {
            pipe.put(backlog.poll(), effects);
        }
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }
}
