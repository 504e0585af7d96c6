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

/** Raw surveyor: sends to all, with the header as it is; whatever comes back has its first word as the header. */
final class RawSurveyor extends Protocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final Inbox inbox = new Inbox(Boxes::firstWord, quota());
    private final Exchange exchange = new Exchange() {
        @Override
        public void configure(Options options, Effects effects) {
            inbox.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), effects);
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, Effects effects) {
            fanout.send(message, 0, effects);
            return AioError.OK;
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

    @Override
    public Options options() {
        return Options.none()
                .with(SpOptions.SEND_BUFFER, SEND_BUFFER)
                .with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER)
                .with(SpOptions.TTL_MAX);
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
        inbox.detach(pipe, keepsArrived);
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        inbox.readable(pipe, effects);
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
