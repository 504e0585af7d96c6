package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Exchange;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.core.Protocol;
import io.helve.sp.impl.message.SpMessage;

/** Everybody to everybody. Raw, the header names the pipe a message came from, and it is not sent back there. */
final class Bus extends Protocol {
    private static final int BUFFER = 16;

    private final boolean raw;
    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final Arrivals arrivals = new Arrivals(false, quota(), message -> drop(message, false));
    private final Exchange exchange = new BusExchange();

    Bus(boolean raw) {
        this.raw = raw;
    }

    private final class BusExchange extends Exchange {
        @Override
        public void configure(Options options, Effects effects) {
            arrivals.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, Effects effects) {
            int except = 0;
            if (raw && message.headerLength() >= 4) {
                except = message.popHeader();
            }
            message.clearHeader();
            fanout.send(message, except, effects);
            return AioError.OK;
        }

        @Override
        public AioError receive(AioOperation operation, Effects effects) {
            return arrivals.receive(operation, effects);
        }

        @Override
        public boolean mayBePolled() {
            return arrivals.keepsSome();
        }

        @Override
        public boolean cancelReceive(AioOperation operation, Effects effects) {
            return arrivals.cancel(operation);
        }

        @Override
        public void close(Effects effects) {
            arrivals.end(AioError.ECLOSED, effects);
        }
    }

    @Override
    public Options options() {
        return Options.none().with(SpOptions.SEND_BUFFER, BUFFER).with(SpOptions.RECEIVE_BUFFER, BUFFER);
    }

    @Override
    public void configure(Options options) {
        fanout.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        fanout.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        fanout.detach(pipe);
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(effects);
            if (message == null) {
                return;
            }
            message.mergeHeader();
            if (raw) {
                message.setHeader(pipe.id());
            }
            arrivals.add(message, effects);
        }
        effects.again(pipe);
    }

    @Override
    public void writable(Pipe pipe, Effects effects) {
        fanout.writable(pipe, effects);
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }
}
