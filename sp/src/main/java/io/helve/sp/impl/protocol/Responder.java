package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
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
import java.util.ArrayDeque;

/**
 * Rep and respondent, which differ only in their protocol numbers: each context answers one request or survey at a
 * time.
 */
final class Responder extends Protocol {
    private final RequestFilter requests = new RequestFilter(this::drop);
    private final Reader reader = new Reader(requests);

    /** The contexts with a waiting receive, in the order in which the receives were started. */
    private final ArrayDeque<Answer> receivers = new ArrayDeque<>(4);

    private final Answer context = new Answer();

    /** A pipe, and the contexts whose answer waits for room in it. */
    private static final class PipeAnswers {
        final ArrayDeque<Answer> answers = new ArrayDeque<>(4);

        /**
         * The pipe; null once it has ended, because contexts keep this object and must not keep the pipe's transport.
         */
        Pipe pipe;

        PipeAnswers(Pipe pipe) {
            this.pipe = pipe;
        }
    }

    /**
     * The state of one context. After a context has received a request, the context keeps the request's backtrace until
     * the answer is sent.
     */
    private final class Answer extends ProtocolContext {
        /** The backtrace of the request; no words if there is no request. */
        private int[] trace = new int[4];

        private int words;
        private PipeAnswers from;

        private AioOperation receiver;

        /** A send that waits. Its backtrace is kept apart, because another request may be received meanwhile. */
        private AioOperation sender;

        private int[] senderTrace = new int[4];
        private int senderWords;
        private PipeAnswers to;

        @Override
        public Outcome receive(AioOperation operation, DeferredActions actions) {
            if (receiver != null) {
                return Outcome.failed(AioError.ESTATE);
            }
            SpMessage message = reader.next(actions);
            if (message != null) {
                take(message);
                actions.receivedNow(message);
                return Outcome.DONE;
            }
            if (operation == null) {
                return Outcome.WOULD_WAIT;
            }
            receiver = operation;
            receivers.add(this);
            return Outcome.WAITS;
        }

        /** Keeps the backtrace of a request, and leaves the application the body. */
        void take(SpMessage message) {
            words = message.headerLength() / 4;
            if (trace.length < words) {
                trace = new int[Message.HEADER_MAX / 4];
            }
            for (int i = 0; i < words; i++) {
                trace[i] = message.wireWord(i);
            }
            from = ((Pipe) message.source()).attachment(PipeAnswers.class);
            message.clearHeader();
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            if (receiver == null || !receiver.equals(operation)) {
                return false;
            }
            receiver = null;
            receivers.remove(this);
            return true;
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            if (words == 0 || sender != null) {
                return Outcome.failed(AioError.ESTATE);
            }
            Pipe pipe = from.pipe;
            if (pipe == null) { // the requester has disconnected, which is no failure of the sender
                words = 0;
                drop(message, DropReason.ENDED_PIPE);
                return Outcome.DONE;
            }
            if (from.answers.isEmpty() && pipe.hasRoom()) {
                message.setHeader(trace, words);
                words = 0;
                pipe.put(message, actions);
                return Outcome.DONE;
            }
            if (operation == null) {
                return Outcome.WOULD_WAIT;
            }
            int[] free = senderTrace;
            senderTrace = trace;
            senderWords = words;
            to = from;
            trace = free;
            words = 0;
            sender = operation;
            to.answers.add(this);
            return Outcome.WAITS;
        }

        /** Ends the send that waits: its pipe has room now, or has ended; in the latter case the answer is dropped. */
        void proceed(DeferredActions actions) {
            AioOperation operation = sender;
            sender = null;
            SpMessage message = actions.takeMessage(operation);
            if (message == null) {
                return;
            }
            if (to.pipe == null) {
                drop(message, DropReason.ENDED_PIPE);
            } else {
                message.setHeader(senderTrace, senderWords);
                to.pipe.put(message, actions);
            }
        }

        @Override
        public boolean cancelSend(AioOperation operation, DeferredActions actions) {
            if (sender == null || !sender.equals(operation)) {
                return false;
            }
            sender = null;
            to.answers.remove(this);
            return true;
        }

        @Override
        public void close(DeferredActions actions) {
            if (receiver != null) {
                actions.fail(receiver, AioError.ECLOSED);
                receiver = null;
                receivers.remove(this);
            }
            if (sender != null) {
                actions.fail(sender, AioError.ECLOSED);
                sender = null;
                to.answers.remove(this);
            }
            words = 0;
        }
    }

    @Override
    public OptionSet options() {
        return OptionSet.none().with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionSet options) {
        requests.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        pipe.attach(new PipeAnswers(pipe));
        return true;
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        reader.remove(pipe, ArrivedMessages.DISCARD);
        PipeAnswers gone = pipe.attachment(PipeAnswers.class);
        gone.pipe = null;
        while (!gone.answers.isEmpty()) {
            gone.answers.poll().proceed(actions);
        }
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        reader.add(pipe);
        while (!receivers.isEmpty()) {
            SpMessage message = reader.next(actions);
            if (message == null) {
                return;
            }
            Answer answer = receivers.poll();
            answer.take(message);
            AioOperation operation = answer.receiver;
            answer.receiver = null;
            actions.received(operation, message);
        }
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        ArrayDeque<Answer> answers = pipe.attachment(PipeAnswers.class).answers;
        while (!answers.isEmpty() && pipe.hasRoom()) {
            answers.poll().proceed(actions);
        }
    }

    @Override
    public ProtocolContext context() {
        return context;
    }

    @Override
    public ProtocolContext openContext() {
        return new Answer();
    }
}
