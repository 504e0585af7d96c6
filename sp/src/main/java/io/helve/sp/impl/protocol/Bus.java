package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;

/** Everybody to everybody. Raw, the header names the pipe a message came from, and it is not sent back there. */
final class Bus extends Protocol {
    private static final int BUFFER = 16;

    private final boolean raw;
    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final LossyReceiveQueue arrivals = new LossyReceiveQueue(false, quota(), message -> drop(message, false));
    private final ProtocolContext context = new BusContext();

    Bus(boolean raw) {
        this.raw = raw;
    }

    private final class BusContext extends ProtocolContext {
        @Override
        public void configure(OptionValues options, DeferredActions actions) {
            arrivals.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            int except = 0;
            if (raw && message.headerLength() >= 4) {
                except = message.popHeader();
            }
            message.clearHeader();
            fanout.send(message, except, actions);
            return AioError.OK;
        }

        @Override
        public AioError receive(AioOperation operation, DeferredActions actions) {
            return arrivals.receive(operation, actions);
        }

        @Override
        public boolean mayBePolled() {
            return arrivals.keepsSome();
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            return arrivals.cancel(operation);
        }

        @Override
        public void close(DeferredActions actions) {
            arrivals.end(AioError.ECLOSED, actions);
        }
    }

    @Override
    public OptionValues options() {
        return OptionValues.none().with(SpOptions.SEND_BUFFER, BUFFER).with(SpOptions.RECEIVE_BUFFER, BUFFER);
    }

    @Override
    public void configure(OptionValues options) {
        fanout.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        fanout.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        fanout.detach(pipe);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            message.mergeHeader();
            if (raw) {
                message.setHeader(pipe.id());
            }
            arrivals.add(message, actions);
        }
        actions.again(pipe);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        fanout.writable(pipe, actions);
    }

    @Override
    public ProtocolContext context() {
        return context;
    }
}
