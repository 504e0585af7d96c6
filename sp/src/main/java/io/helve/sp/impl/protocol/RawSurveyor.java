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

/** Raw surveyor: sends to all, with the header as it is; whatever comes back has its first word as the header. */
final class RawSurveyor extends Protocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final ReceiveQueue receiveQueue = new ReceiveQueue(QueueProtocol::firstWord, quota());
    private final ProtocolContext context = new ProtocolContext() {
        @Override
        public void configure(OptionValues options, DeferredActions actions) {
            receiveQueue.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), actions);
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            fanout.send(message, 0, actions);
            return AioError.OK;
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

    @Override
    public OptionValues options() {
        return OptionValues.none()
                .with(SpOptions.SEND_BUFFER, SEND_BUFFER)
                .with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER)
                .with(SpOptions.TTL_MAX);
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
        receiveQueue.detach(pipe, keepsArrived);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        receiveQueue.readable(pipe, actions);
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
