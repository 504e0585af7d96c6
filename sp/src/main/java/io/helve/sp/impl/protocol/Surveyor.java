package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.core.Effects;
import io.helve.sp.impl.core.Exchange;
import io.helve.sp.impl.core.IntMap;
import io.helve.sp.impl.core.Options;
import io.helve.sp.impl.core.Pipe;
import io.helve.sp.impl.core.Protocol;
import io.helve.sp.impl.message.SpMessage;
import java.time.Duration;

/** Asks all its peers; each context has one survey at a time, and collects what comes until its time is up. */
final class Surveyor extends Protocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final Ids ids = new Ids();
    private final IntMap<Survey> open = new IntMap<>();
    private final Fanout fanout = new Fanout(false, quota(), message -> drop(message, true));
    private final Survey exchange = new Survey();

    /** One context. It is open while it has a number. */
    private final class Survey extends Exchange {
        private final Arrivals answers = new Arrivals(false, quota(), message -> drop(message, false));
        private long surveyTime;
        private int id;
        private long endsAt;

        @Override
        public void configure(Options options, Effects effects) {
            answers.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            Duration time = options.get(SpOptions.SURVEY_TIME);
            surveyTime = time.compareTo(Duration.ofDays(36500)) < 0 ? time.toNanos() : NEVER;
        }

        @Override
        public AioError send(SpMessage message, AioOperation operation, Effects effects) {
            end(AioError.ECANCELED, effects);
            id = ids.next();
            open.put(id, this);
            endsAt = NEVER;
            if (surveyTime != NEVER) {
                endsAt = System.nanoTime() + surveyTime;
                schedule(endsAt, effects);
            }
            message.setHeader(id);
            fanout.send(message, 0, effects);
            return AioError.OK;
        }

        @Override
        public AioError receive(AioOperation operation, Effects effects) {
            if (id != 0 && endsAt != NEVER && endsAt - System.nanoTime() <= 0) {
                end(AioError.ETIMEDOUT, effects); // the alarm is late
            }
            return id == 0 ? AioError.ESTATE : answers.receive(operation, effects);
        }

        @Override
        public boolean mayBePolled() {
            return false; // a survey may end, and another begin, in between
        }

        @Override
        public boolean cancelReceive(AioOperation operation, Effects effects) {
            return answers.cancel(operation);
        }

        void answered(SpMessage message, Effects effects) {
            answers.add(message, effects);
        }

        /** Ends the survey, if there is one. */
        private void end(AioError error, Effects effects) {
            if (id != 0) {
                open.remove(id);
                id = 0;
                answers.end(error, effects);
            }
        }

        /** {@return when it ends, or NEVER} */
        long due(long now, Effects effects) {
            if (endsAt != NEVER && endsAt - now <= 0) {
                end(AioError.ETIMEDOUT, effects);
                return NEVER;
            }
            return endsAt;
        }

        @Override
        public void close(Effects effects) {
            end(AioError.ECLOSED, effects);
        }
    }

    @Override
    public Options options() {
        return contextOptions().with(SpOptions.SEND_BUFFER, SEND_BUFFER).with(SpOptions.TTL_MAX);
    }

    @Override
    public Options contextOptions() {
        return Options.none().with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER).with(SpOptions.SURVEY_TIME);
    }

    @Override
    public void configure(Options options) {
        fanout.setBuffer(options.get(SpOptions.SEND_BUFFER));
    }

    @Override
    public boolean attach(Pipe pipe, Effects effects) {
        fanout.attach(pipe);
        return true;
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, Effects effects) {
        fanout.detach(pipe);
    }

    @Override
    public void readable(Pipe pipe, Effects effects) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(effects);
            if (message == null) {
                return;
            }
            if (message.wireLength() < 4) {
                message.free();
                effects.close(pipe, AioError.EPROTO);
                return;
            }
            Survey survey = open.get(message.wireWord(0));
            if (survey == null) {
                drop(message, false); // it comes too late
                continue;
            }
            message.splitExactly(1);
            message.clearHeader();
            survey.answered(message, effects);
        }
        effects.again(pipe);
    }

    @Override
    public void writable(Pipe pipe, Effects effects) {
        fanout.writable(pipe, effects);
    }

    @Override
    public long due(long now, Effects effects) {
        return earliest(open.values(), survey -> survey.due(now, effects));
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public Exchange openExchange() {
        return new Survey();
    }
}
