package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;

/** Bus: each message goes to all peers. A message that arrives while the receive buffer is full is dropped. */
class Bus extends FanoutProtocol {
    private static final int BUFFER = 16;

    private final LossyReceiveQueue receives = new LossyReceiveQueue(Overflow.DROP_NEWEST, quota(), this::drop);
    private final ProtocolContext context = new BusContext();

    private final class BusContext extends ProtocolContext {
        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            Bus.this.send(message, actions);
            return Outcome.DONE;
        }

        @Override
        public Outcome receive(AioOperation operation, DeferredActions actions) {
            return receives.receive(operation, actions);
        }

        @Override
        public boolean mayBePolled() {
            return receives.keepsSome();
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            return receives.cancel(operation);
        }

        @Override
        public void close(DeferredActions actions) {
            receives.end(AioError.ECLOSED, actions);
        }
    }

    /** Sends a message, which is consumed. */
    void send(SpMessage message, DeferredActions actions) {
        message.clearHeader();
        sendToAll(message, actions);
    }

    /** Writes the header of a message that has arrived. Until now the whole message is its body. */
    void encodeReceived(SpMessage message, Pipe pipe) {}

    @Override
    public final OptionSet options() {
        return OptionSet.none().with(SpOptions.SEND_BUFFER, BUFFER).with(SpOptions.RECEIVE_BUFFER, BUFFER);
    }

    @Override
    public final void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            message.mergeHeader();
            encodeReceived(message, pipe);
            receives.add(message, actions);
        }
        actions.readAgain(pipe);
    }

    @Override
    public final ProtocolContext context() {
        return context;
    }
}
