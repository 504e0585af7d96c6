package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.DropReason;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * Sub: gives each message to the contexts that have subscribed to it. Messages are taken from the pipes at once, and a
 * context that receives too slowly loses messages. One read of a transport can bring more messages than a receive
 * buffer holds, faster than any receiver could take them. So if the buffer of a context was empty a moment ago and is
 * full now, messages stay in their pipes: for {@link #PATIENCE_NANOS} at most, or until a context has received
 * everything.
 */
final class Sub extends Protocol {
    private static final int BUFFER = 128;
    private static final long PATIENCE_NANOS = 5_000_000;

    private final List<SubContext> subscribers = new ArrayList<>();
    private final SubContext context = new SubContext();

    /** The pipes from which no messages are taken for now. */
    private final PipeList held = new PipeList();

    /** The time until which pipes are held; {@link #NEVER} after a context has received everything. */
    private long heldUntil = NEVER;

    Sub() {
        subscribers.add(context);
    }

    /** The state of one context. */
    private final class SubContext extends ProtocolContext {
        private final Topics topics = new Topics();
        private final LossyReceiveQueue receives = new LossyReceiveQueue(Overflow.DROP_OLDEST, quota(), Sub.this::drop);

        /**
         * Whether the context has received everything since pipes were held last. Pipes are held only for such a
         * context.
         */
        private boolean keepsUp;

        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            receives.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            receives.setOverflow(options.get(SpOptions.PREFER_NEW) ? Overflow.DROP_OLDEST : Overflow.DROP_NEWEST);
        }

        @Override
        public Outcome receive(AioOperation operation, DeferredActions actions) {
            if (receives.isEmpty() && held.first() != null) {
                takeHeld(actions);
            }
            Outcome result = receives.receive(operation, actions);
            if (result != Outcome.DONE) {
                keepsUp = true;
                takeHeld(actions); // a context without a buffer has room only while a receive waits
                heldUntil = held.first() == null ? NEVER : heldUntil;
            }
            return result;
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
        public AioError subscribe(byte[] topic) {
            topics.add(topic);
            return AioError.OK;
        }

        @Override
        public AioError unsubscribe(byte[] topic) {
            if (!topics.remove(topic)) {
                return AioError.ENOENT;
            }
            receives.retain(topics::match);
            return AioError.OK;
        }

        @Override
        public void close(DeferredActions actions) {
            subscribers.remove(this);
            receives.end(AioError.ECLOSED, actions);
        }
    }

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.RECEIVE_BUFFER, BUFFER).with(SpOptions.PREFER_NEW);
    }

    @Override
    public OptionSet contextOptions() {
        return options();
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        if (pipe.leaveReadList()) {
            held.remove(pipe);
            takeAll(pipe, actions);
        }
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            if (mustHold()) {
                hold(pipe, actions);
                return;
            }
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            deliver(message, actions);
        }
        actions.readAgain(pipe);
    }

    private void hold(Pipe pipe, DeferredActions actions) {
        if (heldUntil == NEVER) {
            heldUntil = System.nanoTime() + PATIENCE_NANOS;
            schedule(heldUntil, actions);
        }
        if (pipe.enterReadList()) {
            held.add(pipe);
        }
    }

    private boolean mustHold() {
        for (int i = 0; i < subscribers.size(); i++) {
            SubContext subscriber = subscribers.get(i);
            if (subscriber.keepsUp && subscriber.receives.isFull()) {
                return true;
            }
        }
        return false;
    }

    /** Takes messages from the held pipes, until pipes must be held again. */
    private void takeHeld(DeferredActions actions) {
        for (Pipe pipe = held.first(); pipe != null && !mustHold(); pipe = held.first()) {
            held.poll();
            pipe.leaveReadList();
            readable(pipe, actions);
        }
    }

    private void takeAll(Pipe pipe, DeferredActions actions) {
        for (SpMessage message = pipe.poll(actions); message != null; message = pipe.poll(actions)) {
            deliver(message, actions);
        }
    }

    @Override
    public long due(long now, DeferredActions actions) {
        if (heldUntil != NEVER && heldUntil - now <= 0) {
            heldUntil = NEVER;
            for (SubContext subscriber : subscribers) {
                subscriber.keepsUp &= subscriber.receives.isEmpty();
            }
            takeHeld(actions);
        }
        return heldUntil;
    }

    private void deliver(SpMessage message, DeferredActions actions) {
        message.mergeHeader();
        SubContext last = null; // gets the message itself; the other contexts get duplicates
        for (int i = 0; i < subscribers.size(); i++) {
            SubContext subscriber = subscribers.get(i);
            if (subscriber.topics.match(message)) {
                if (last != null) {
                    last.receives.add(message.copy(), actions);
                }
                last = subscriber;
            }
        }
        if (last != null) {
            last.receives.add(message, actions);
        } else {
            drop(message, DropReason.NO_SUBSCRIPTION);
        }
    }

    @Override
    public ProtocolContext context() {
        return context;
    }

    @Override
    public ProtocolContext openContext() {
        SubContext opened = new SubContext();
        subscribers.add(opened);
        return opened;
    }
}
