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
import java.util.ArrayList;
import java.util.List;

/**
 * Receives what its contexts have subscribed to. It takes everything from its pipes: who is too slow loses messages
 * here. But much may come in one read, faster than anybody can receive; so while the buffer is full of somebody who was
 * waiting a moment ago, what has come stays where it is, for {@link #PATIENCE_NANOS} at most or until somebody has
 * nothing to do.
 */
final class Sub extends Protocol {
    private static final int BUFFER = 128;
    private static final long PATIENCE_NANOS = 5_000_000;

    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Subscriber context = new Subscriber();

    /** Pipes from which nothing is taken for now. */
    private final PipeList held = new PipeList();

    /** Until when; {@link #NEVER} after somebody has received everything. */
    private long heldUntil = NEVER;

    Sub() {
        subscribers.add(context);
    }

    private final class Subscriber extends ProtocolContext {
        private final Topics topics = new Topics();
        private final LossyReceiveQueue arrivals =
                new LossyReceiveQueue(true, quota(), message -> drop(message, false));

        /** Whether it had received everything a moment ago. */
        private boolean keepsUp;

        @Override
        public void configure(OptionValues options, DeferredActions actions) {
            arrivals.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            arrivals.setPrefersNew(options.get(SpOptions.PREFER_NEW));
        }

        @Override
        public AioError receive(AioOperation operation, DeferredActions actions) {
            if (arrivals.isEmpty() && held.first() != null) {
                takeHeld(actions);
            }
            AioError result = arrivals.receive(operation, actions);
            if (result != AioError.OK) {
                keepsUp = true;
                takeHeld(actions); // without a buffer there is room only now
                heldUntil = held.first() == null ? NEVER : heldUntil;
            }
            return result;
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
        public AioError subscribe(byte[] topic) {
            topics.add(topic);
            return AioError.OK;
        }

        @Override
        public AioError unsubscribe(byte[] topic) {
            if (!topics.remove(topic)) {
                return AioError.ENOENT;
            }
            arrivals.retain(topics::match);
            return AioError.OK;
        }

        @Override
        public void close(DeferredActions actions) {
            subscribers.remove(this);
            arrivals.end(AioError.ECLOSED, actions);
        }
    }

    @Override
    public OptionValues options() {
        return OptionValues.none().with(SpOptions.RECEIVE_BUFFER, BUFFER).with(SpOptions.PREFER_NEW);
    }

    @Override
    public OptionValues contextOptions() {
        return options();
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        if (pipe.listReadable(false)) {
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
        actions.again(pipe);
    }

    private void hold(Pipe pipe, DeferredActions actions) {
        if (heldUntil == NEVER) {
            heldUntil = System.nanoTime() + PATIENCE_NANOS;
            schedule(heldUntil, actions);
        }
        if (pipe.listReadable(true)) {
            held.add(pipe);
        }
    }

    private boolean mustHold() {
        for (int i = 0; i < subscribers.size(); i++) {
            Subscriber subscriber = subscribers.get(i);
            if (subscriber.keepsUp && subscriber.arrivals.isFull()) {
                return true;
            }
        }
        return false;
    }

    /** Takes what is held, until something must be held again. */
    private void takeHeld(DeferredActions actions) {
        for (Pipe pipe = held.first(); pipe != null && !mustHold(); pipe = held.first()) {
            held.poll();
            pipe.listReadable(false);
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
            for (Subscriber subscriber : subscribers) {
                subscriber.keepsUp &= subscriber.arrivals.isEmpty();
            }
            takeHeld(actions);
        }
        return heldUntil;
    }

    private void deliver(SpMessage message, DeferredActions actions) {
        message.mergeHeader();
        Subscriber last = null; // gets the message itself, the others duplicates
        for (int i = 0; i < subscribers.size(); i++) {
            Subscriber subscriber = subscribers.get(i);
            if (subscriber.topics.match(message)) {
                if (last != null) {
                    last.arrivals.add(message.duplicate(), actions);
                }
                last = subscriber;
            }
        }
        if (last != null) {
            last.arrivals.add(message, actions);
        } else {
            message.free();
        }
    }

    @Override
    public ProtocolContext context() {
        return context;
    }

    @Override
    public ProtocolContext openContext() {
        Subscriber opened = new Subscriber();
        subscribers.add(opened);
        return opened;
    }
}
