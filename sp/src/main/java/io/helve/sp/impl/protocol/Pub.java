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

/** Publishes to all; raw or not. A slow subscriber loses the oldest messages. */
final class Pub extends Protocol {
    private static final int BUFFER = 16;

    private final Fanout fanout = new Fanout(true, quota(), message -> drop(message, true));
    private final Exchange exchange = new Exchange() {
        @Override
        public AioError send(SpMessage message, AioOperation operation, Effects effects) {
            fanout.send(message, 0, effects);
            return AioError.OK;
        }

        @Override
        public void close(Effects effects) {}
    };

    @Override
    public Options options() {
        return Options.none().with(SpOptions.SEND_BUFFER, BUFFER);
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
        Boxes.unexpected(pipe, effects);
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
