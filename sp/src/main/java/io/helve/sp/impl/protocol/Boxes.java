package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Exchange;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.core.Protocol;
import io.helve.sp.impl.message.SpMessage;

/** A protocol of an inbox and an outbox: push, pull, raw sub, raw req, and with one peer only, pair. */
class Boxes extends Protocol {
    /** Null for those that only send. */
    private final Inbox inbox;

    /** Null for those that only receive. */
    private final Outbox outbox;

    private final Exchange exchange;

    /**
     * @param filter what is done with messages that arrive, or null if it does not receive
     * @param encoder what is done with messages that go out, or null if it does not send
     * @param check tells what may be sent
     */
    Boxes(Reader.Filter filter, Outbox.Encoder encoder, BoxExchange.Check check) {
        this.inbox = filter == null ? null : new Inbox(filter, quota());
        this.outbox = encoder == null ? null : new Outbox(encoder, quota());
        this.exchange = new BoxExchange(inbox, outbox, check);
    }

    /** {@return push: gives each message to one of its peers} */
    static Protocol push() {
        return new Boxes(null, Outbox.AS_IT_IS, BoxExchange.ANY);
    }

    /** {@return pull, and raw sub: takes messages from all its peers} */
    static Protocol pull() {
        return new Boxes(Reader.WHOLE, null, BoxExchange.ANY);
    }

    /** {@return raw req: whatever comes back, with its first word as the header} */
    static Protocol rawReq() {
        return new Boxes(Boxes::firstWord, Outbox.AS_IT_IS, BoxExchange.ANY);
    }

    static SpMessage firstWord(Pipe pipe, SpMessage message, Effects effects) {
        if (message.wireLength() < 4) {
            message.free();
            effects.close(pipe, AioError.EPROTO);
            return null;
        }
        message.splitExactly(1);
        return message;
    }

    @Override
    public Options options() {
        Options options = Options.none();
        if (outbox != null) {
            options.with(SpOptions.SEND_BUFFER, 0);
        }
        if (inbox != null) {
            options.with(SpOptions.RECEIVE_BUFFER, 0);
        }
        return options;
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        if (outbox != null) {
            outbox.writable(pipe, effects);
        }
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        if (outbox != null) {
            outbox.detach(pipe);
        }
        if (inbox != null) {
            inbox.detach(pipe, keepsArrived);
        }
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        if (inbox != null) {
            inbox.readable(pipe, effects);
        } else {
            unexpected(pipe, effects);
        }
    }

    /** A peer that sends to a protocol that never receives: it is not what it says it is. */
    static void unexpected(Pipe pipe, Effects effects) {
        SpMessage message = pipe.poll(effects);
        if (message != null) {
            message.free();
            effects.close(pipe, AioError.EPROTO);
        }
    }

    @Override
    public void writable(Pipe pipe, Effects effects) {
        if (outbox != null) {
            outbox.writable(pipe, effects);
        }
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }
}
