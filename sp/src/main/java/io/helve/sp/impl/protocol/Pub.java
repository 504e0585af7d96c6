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

/** Publishes to all; raw or not. A slow subscriber loses the oldest messages. */
final class Pub extends Protocol {
    private static final int BUFFER = 16;

    private final Fanout fanout = new Fanout(true, quota(), message -> drop(message, true));
    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            fanout.send(message, 0, actions);
            return AioError.OK;
        }

        @Override
        public void close(DeferredActions actions) {}
    };

    @Override
    public OptionValues options() {
        return OptionValues.none().with(SpOptions.SEND_BUFFER, BUFFER);
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
        QueueProtocol.unexpected(pipe, actions);
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
