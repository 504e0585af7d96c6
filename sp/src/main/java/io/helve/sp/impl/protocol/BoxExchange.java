package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Exchange;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.message.SpMessage;

/** The one state of a protocol that has no more than an inbox, an outbox, or both. */
final class BoxExchange extends Exchange {
    /** Tells whether a message may be sent. */
    @FunctionalInterface
    interface Check {
        /** {@return null, or why not} */
        AioError refuse(SpMessage message);
    }

    static final Check ANY = message -> null;

    private final Inbox inbox;
    private final Outbox outbox;
    private final Check check;

    BoxExchange(Inbox inbox, Outbox outbox, Check check) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.check = check;
    }

    @Override
    public void configure(Options options, Effects effects) {
        if (outbox != null && options.has(SpOptions.SEND_BUFFER)) {
            outbox.setBuffer(options.get(SpOptions.SEND_BUFFER), effects);
        }
        if (inbox != null && options.has(SpOptions.RECEIVE_BUFFER)) {
            inbox.setBuffer(options.get(SpOptions.RECEIVE_BUFFER), effects);
        }
    }

    @Override
    public AioError send(SpMessage message, AioOperation operation, Effects effects) {
        if (outbox == null) {
            return AioError.ENOTSUP;
        }
        AioError refused = check.refuse(message);
        return refused != null ? refused : outbox.send(message, operation, effects);
    }

    @Override
    public boolean cancelSend(AioOperation operation, Effects effects) {
        return outbox != null && outbox.cancel(operation);
    }

    @Override
    public AioError receive(AioOperation operation, Effects effects) {
        return inbox == null ? AioError.ENOTSUP : inbox.receive(operation, effects);
    }

    @Override
    public boolean cancelReceive(AioOperation operation, Effects effects) {
        return inbox != null && inbox.cancel(operation);
    }

    @Override
    public void close(Effects effects) {
        if (outbox != null) {
            outbox.close(effects);
        }
        if (inbox != null) {
            inbox.close(effects);
        }
    }
}
