package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;
import java.util.ArrayDeque;

/** Answers requests, or surveys: rep and respondent differ in nothing but their numbers. */
final class Responder extends Protocol {
    private final Backtrace backtrace = new Backtrace(message -> drop(message, false));
    private final Reader reader = new Reader(backtrace);

    /** Contexts whose receives wait. */
    private final ArrayDeque<Answer> receivers = new ArrayDeque<>(4);

    private final Answer context = new Answer();

    /** A pipe, and the answers that wait for room in it. */
    private static final class Backlog {
        final ArrayDeque<Answer> answers = new ArrayDeque<>(4);

        /** Null once it is gone: contexts keep this, and must not keep the pipe and its transport. */
        Pipe pipe;

        Backlog(Pipe pipe) {
            this.pipe = pipe;
        }
    }

    /** One context: it holds the way back of the request it has received, until it sends its answer. */
    private final class Answer extends ProtocolContext {
        /** The way back; no words if there is no request. */
        private int[] trace = new int[4];

        private int words;
        private Backlog from;

        private AioOperation receiver;

        /** A send that waits, and its way back: by then another request may have been received. */
        private AioOperation sender;

        private int[] senderTrace = new int[4];
        private int senderWords;
        private Backlog to;

        @Override
        public AioError receive(AioOperation operation, DeferredActions actions) {
            if (receiver != null) {
                return AioError.ESTATE;
            }
            SpMessage message = reader.next(actions);
            if (message != null) {
                take(message);
                return actions.received(message);
            }
            if (operation == null) {
                return AioError.EAGAIN;
            }
            receiver = operation;
            receivers.add(this);
            return null;
        }

        /** Keeps the way back, and leaves the application the body. */
        void take(SpMessage message) {
            words = message.headerLength() / 4;
            if (trace.length < words) {
                trace = new int[Message.HEADER_MAX / 4];
            }
            for (int i = 0; i < words; i++) {
                trace[i] = message.wireWord(i);
            }
            from = ((Pipe) message.pipe()).attachment(Backlog.class);
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
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            if (words == 0 || sender != null) {
                return AioError.ESTATE;
            }
            Pipe pipe = from.pipe;
            if (pipe == null) { // nobody waits for it any more; that is no failure of ours
                words = 0;
                message.free();
                return AioError.OK;
            }
            if (from.answers.isEmpty() && pipe.hasRoom()) {
                message.setHeader(trace, words);
                words = 0;
                pipe.put(message, actions);
                return AioError.OK;
            }
            if (operation == null) {
                return AioError.EAGAIN;
            }
            int[] free = senderTrace;
            senderTrace = trace;
            senderWords = words;
            to = from;
            trace = free;
            words = 0;
            sender = operation;
            to.answers.add(this);
            return null;
        }

        /** There is room for what waits, or nobody wants it any more. */
        void proceed(boolean gone, DeferredActions actions) {
            AioOperation operation = sender;
            sender = null;
            SpMessage message = actions.takeMessage(operation);
            if (message == null) {
                return;
            }
            if (gone) {
                message.free();
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
    public OptionValues options() {
        return OptionValues.none().with(SpOptions.TTL_MAX);
    }

    @Override
    public void configure(OptionValues options) {
        backtrace.setTtl(options.get(SpOptions.TTL_MAX));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        pipe.attach(new Backlog(pipe));
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        reader.remove(pipe, false);
        Backlog backlog = pipe.attachment(Backlog.class);
        backlog.pipe = null;
        while (!backlog.answers.isEmpty()) {
            backlog.answers.poll().proceed(true, actions);
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
        ArrayDeque<Answer> answers = pipe.attachment(Backlog.class).answers;
        while (!answers.isEmpty() && pipe.hasRoom()) {
            answers.poll().proceed(false, actions);
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
