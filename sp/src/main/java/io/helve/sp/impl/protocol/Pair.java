package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.message.SpMessage;

/** One peer; a second one is rejected. */
final class Pair extends Boxes {
    private Pipe peer;

    private Pair(Reader.Filter filter, Outbox.Encoder encoder, BoxExchange.Check check) {
        super(filter, encoder, check);
    }

    /** {@return version 0, which has no header} */
    static Pair version0() {
        return new Pair(Reader.WHOLE, Outbox.AS_IT_IS, BoxExchange.ANY);
    }

    /** {@return version 1, whose header counts hops} */
    static Pair version1(boolean raw) {
        Hops hops = new Hops();
        Pair pair = raw
                ? new Pair(hops, message -> message.setHeader(message.popHeader() + 1), Hops::refuse)
                : new Pair(hops, message -> message.setHeader(1), BoxExchange.ANY);
        pair.hops = hops;
        hops.owner = pair;
        return pair;
    }

    private Hops hops;

    /** The header of version 1. */
    private static final class Hops implements Reader.Filter {
        int ttl;
        Pair owner;

        @Override
        public SpMessage accept(Pipe pipe, SpMessage message, Effects effects) {
            if (message.wireLength() < 4 || (message.wireWord(0) & 0xffff_ff00) != 0) {
                message.free();
                effects.close(pipe, AioError.EPROTO);
                return null;
            }
            if (message.wireWord(0) > ttl) {
                owner.drop(message, false);
                return null;
            }
            message.splitExactly(1);
            return message;
        }

        static AioError refuse(SpMessage message) {
            boolean fits = message.headerLength() == 4 && message.wireWord(0) >= 0 && message.wireWord(0) < 0xff;
            return fits ? null : AioError.EPROTO;
        }
    }

    @Override
    public Options options() {
        Options options = super.options();
        return hops == null ? options : options.with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(Options options) {
        if (hops != null) {
            hops.ttl = options.get(SpOptions.TTL_MAX);
        }
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        if (peer != null) {
            return false;
        }
        peer = pipe;
        return super.attach(pipe, effects);
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        super.detach(pipe, keepsArrived, effects);
        peer = null;
    }
}
