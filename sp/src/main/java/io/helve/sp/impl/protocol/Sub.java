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

/** Receives what its contexts have subscribed to. It takes everything from its pipes at once: who is too slow loses messages here. */
final class Sub extends Protocol {
    private static final int BUFFER = 128;

    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Subscriber exchange = new Subscriber();

    Sub() {
        subscribers.add(exchange);
    }

    private final class Subscriber extends Exchange {
        private final Topics topics = new Topics();
        private final Arrivals arrivals = new Arrivals(true, quota(), message -> drop(message, false));

        @Override
        public void configure(Options options, Effects effects) {
            arrivals.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            arrivals.setPrefersNew(options.get(SpOptions.PREFER_NEW));
        }

        @Override
        public AioError receive(AioOperation operation, Effects effects) {
            return arrivals.receive(operation, effects);
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
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {}

    @Override
    public void readable(Pipe pipe, Effects effects) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(effects);
            if (message == null) {
                return;
            }
            message.mergeHeader();
            deliver(message, effects);
        }
        effects.again(pipe);
    }

    private void deliver(SpMessage message, Effects effects) {
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
