package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.IntMap;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;
import java.time.Duration;

/** Asks all its peers; each context has one survey at a time, and collects what comes until its time is up. */
final class Surveyor extends Protocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final Ids ids = new Ids();
    private final IntMap<Survey> open = new IntMap<>();
    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final Survey context = new Survey();

    /** One context. It is open while it has a number. */
    private final class Survey extends ProtocolContext {
        private final LossyReceiveQueue answers =
                new LossyReceiveQueue(false, quota(), message -> drop(message, false));
        private long surveyTime;
        private int id;
        private long endsAt;

        @Override
        public void configure(OptionValues options, DeferredActions actions) {
            answers.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            Duration time = options.get(SpOptions.SURVEY_TIME);
            surveyTime = time.compareTo(Duration.ofDays(36500)) < 0 ? time.toNanos() : NEVER;
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, DeferredActions actions) {
            end(AioError.ECANCELED, actions);
            id = ids.next();
            open.put(id, this);
            endsAt = NEVER;
            if (surveyTime != NEVER) {
                endsAt = System.nanoTime() + surveyTime;
                schedule(endsAt, actions);
            }
            message.setHeader(id);
            fanout.send(message, 0, actions);
            return AioError.OK;
        }

        @Override
        public AioError receive(AioOperation operation, DeferredActions actions) {
            if (id != 0 && endsAt != NEVER && endsAt - System.nanoTime() <= 0) {
                end(AioError.ETIMEDOUT, actions); // the alarm is late
            }
            return id == 0 ? AioError.ESTATE : answers.receive(operation, actions);
        }

        @Override
        public boolean mayBePolled() {
            return false; // a survey may end, and another begin, in between
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            return answers.cancel(operation);
        }

        void answered(SpMessage message, DeferredActions actions) {
            answers.add(message, actions);
        }

        /** Ends the survey, if there is one. */
        private void end(AioError error, DeferredActions actions) {
            if (id != 0) {
                open.remove(id);
                id = 0;
                answers.end(error, actions);
            }
        }

        /** {@return when it ends, or NEVER} */
        long due(long now, DeferredActions actions) {
            if (endsAt != NEVER && endsAt - now <= 0) {
                end(AioError.ETIMEDOUT, actions);
                return NEVER;
            }
            return endsAt;
        }

        @Override
        public void close(DeferredActions actions) {
            end(AioError.ECLOSED, actions);
        }
    }

    @Override
    public OptionValues options() {
        return contextOptions().with(SpOptions.SEND_BUFFER, SEND_BUFFER).with(SpOptions.TTL_MAX);
    }

    @Override
    public OptionValues contextOptions() {
        return OptionValues.none()
                .with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER)
                .with(SpOptions.SURVEY_TIME);
    }

    @Override
    public void configure(OptionValues options) {
        fanout.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        fanout.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        fanout.detach(pipe);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            if (message.wireLength() < 4) {
                message.free();
                actions.close(pipe, AioError.EPROTO);
                return;
            }
            Survey survey = open.get(message.wireWord(0));
            if (survey == null) {
                drop(message, false); // it comes too late
                continue;
            }
            message.splitExactly(1);
            message.clearHeader();
            survey.answered(message, actions);
        }
        actions.again(pipe);
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        fanout.writable(pipe, actions);
    }

    @Override
    public long due(long now, DeferredActions actions) {
        return earliest(open.values(), survey -> survey.due(now, actions));
    }

    @Override
    public ProtocolContext context() {
        return context;
    }

    @Override
    public ProtocolContext openContext() {
        return new Survey();
    }
}
