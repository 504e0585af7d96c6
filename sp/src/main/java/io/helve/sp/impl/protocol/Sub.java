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
    private final Subscriber exchange = new Subscriber();

    /** Pipes from which nothing is taken for now. */
    private final PipeList held = new PipeList();

    /** Until when; {@link #NEVER} after somebody has received everything. */
    private long heldUntil = NEVER;

    Sub() {
        subscribers.add(exchange);
    }

    private final class Subscriber extends Exchange {
        private final Topics topics = new Topics();
        private final Arrivals arrivals = new Arrivals(true, quota(), message -> drop(message, false));

        /** Whether it had received everything a moment ago. */
        private boolean keepsUp;

        @Override
        public void configure(Options options, Effects effects) {
            arrivals.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            arrivals.setPrefersNew(options.get(SpOptions.PREFER_NEW));
        }

        @Override
        public AioError receive(AioOperation operation, Effects effects) {
            if (arrivals.isEmpty() && held.first() != null) {
                takeHeld(effects);
            }
            AioError result = arrivals.receive(operation, effects);
            if (result != AioError.OK) {
                keepsUp = true;
                takeHeld(effects); // without a buffer there is room only now
                heldUntil = held.first() == null ? NEVER : heldUntil;
            }
            return result;
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
        public void close(Effects effects) {
            subscribers.remove(this);
            arrivals.end(AioError.ECLOSED, effects);
        }
    }

    @Override
    public Options options() {
        return Options.none().with(SpOptions.RECEIVE_BUFFER, BUFFER).with(SpOptions.PREFER_NEW);
    }

    @Override
    public Options contextOptions() {
        return options();
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        if (pipe.listReadable(false)) {
            held.remove(pipe);
            takeAll(pipe, effects);
        }
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        for (int i = 0; i < BATCH; i++) {
            if (mustHold()) {
                hold(pipe, effects);
                return;
            }
            SpMessage message = pipe.poll(effects);
            if (message == null) {
                return;
            }
            deliver(message, effects);
        }
        effects.again(pipe);
    }

    private void hold(Pipe pipe, Effects effects) {
        if (heldUntil == NEVER) {
            heldUntil = System.nanoTime() + PATIENCE_NANOS;
            schedule(heldUntil, effects);
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
    private void takeHeld(Effects effects) {
        for (Pipe pipe = held.first(); pipe != null && !mustHold(); pipe = held.first()) {
            held.poll();
            pipe.listReadable(false);
            readable(pipe, effects);
        }
    }

    private void takeAll(Pipe pipe, Effects effects) {
        for (SpMessage message = pipe.poll(effects); message != null; message = pipe.poll(effects)) {
            deliver(message, effects);
        }
    }

    @Override
    public long due(long now, Effects effects) {
        if (heldUntil != NEVER && heldUntil - now <= 0) {
            heldUntil = NEVER;
            for (Subscriber subscriber : subscribers) {
                subscriber.keepsUp &= subscriber.arrivals.isEmpty();
            }
            takeHeld(effects);
        }
        return heldUntil;
    }

    private void deliver(SpMessage message, Effects effects) {
        message.mergeHeader();
        Subscriber last = null; // gets the message itself, the others duplicates
        for (int i = 0; i < subscribers.size(); i++) {
            Subscriber subscriber = subscribers.get(i);
            if (subscriber.topics.match(message)) {
                if (last != null) {
                    last.arrivals.add(message.duplicate(), effects);
                }
                last = subscriber;
            }
        }
        if (last != null) {
            last.arrivals.add(message, effects);
        } else {
            message.free();
        }
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public Exchange openExchange() {
        Subscriber opened = new Subscriber();
        subscribers.add(opened);
        return opened;
    }
}
