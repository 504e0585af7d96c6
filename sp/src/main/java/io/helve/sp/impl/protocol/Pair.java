package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;

/** One peer; a second one is rejected. */
final class Pair extends QueueProtocol {
    private Pipe peer;

    private Pair(Reader.Filter filter, SendQueue.Encoder encoder, QueueContext.Check check) {
        super(filter, encoder, check);
    }

    /** {@return version 0, which has no header} */
    static Pair version0() {
        return new Pair(Reader.WHOLE, SendQueue.AS_IT_IS, QueueContext.ANY);
    }

    /** {@return version 1, whose header counts hops} */
    static Pair version1(boolean raw) {
        Hops hops = new Hops();
        Pair pair = raw
                ? new Pair(hops, message -> message.setHeader(message.popHeader() + 1), Hops::refuse)
                : new Pair(hops, message -> message.setHeader(1), QueueContext.ANY);
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
        public SpMessage accept(Pipe pipe, SpMessage message, DeferredActions actions) {
            if (message.wireLength() < 4 || (message.wireWord(0) & 0xffff_ff00) != 0) {
                message.free();
                actions.close(pipe, AioError.EPROTO);
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
    public OptionValues options() {
        OptionValues options = super.options();
        return hops == null ? options : options.with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionValues options) {
        if (hops != null) {
            hops.ttl = options.get(SpOptions.TTL_MAX);
        }
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        if (peer != null) {
            return false;
        }
        peer = pipe;
        return super.attach(pipe, actions);
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        super.detach(pipe, keepsArrived, actions);
        peer = null;
    }
}
