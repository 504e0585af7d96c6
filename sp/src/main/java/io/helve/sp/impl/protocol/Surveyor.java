package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.DropReason;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.IntMap;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.time.Duration;

/**
 * Surveyor: asks all its peers. Each context has one survey at a time and collects the answers until the survey's time
 * is up.
 */
final class Surveyor extends FanoutProtocol {
    private static final int SEND_BUFFER = 8;
    private static final int RECEIVE_BUFFER = 128;

    private final Ids ids = new Ids();
    private final IntMap<Survey> open = new IntMap<>();
    private final Survey context = new Survey();

    /** The state of one context. A survey is open while it has a number. */
    private final class Survey extends ProtocolContext {
        private final LossyReceiveQueue answers =
                new LossyReceiveQueue(Overflow.DROP_NEWEST, quota(), Surveyor.this::drop);
        private long surveyTime;
        private int id;
        private long endsAt;

        @Override
        public void configure(OptionSet options, DeferredActions actions) {
            answers.setBuffer(options.get(SpOptions.RECEIVE_BUFFER));
            Duration time = options.get(SpOptions.SURVEY_TIME);
            surveyTime = time.compareTo(Duration.ofDays(36500)) < 0 ? time.toNanos() : NEVER;
        }

        @Override
        public Outcome send(SpMessage message, AioOperation operation, DeferredActions actions) {
            end(AioError.ECANCELED, actions);
            id = ids.next();
            open.put(id, this);
            endsAt = NEVER;
            if (surveyTime != NEVER) {
                endsAt = System.nanoTime() + surveyTime;
                schedule(endsAt, actions);
            }
            message.setHeader(id);
            sendToAll(message, actions);
            return Outcome.DONE;
        }

        @Override
        public Outcome receive(AioOperation operation, DeferredActions actions) {
            if (id != 0 && endsAt != NEVER && endsAt - System.nanoTime() <= 0) {
                end(AioError.ETIMEDOUT, actions); // the survey's time is up, and the alarm has not rung yet
            }
            return id == 0 ? Outcome.failed(AioError.ESTATE) : answers.receive(operation, actions);
        }

        @Override
        public boolean mayBePolled() {
            return false; // a survey may end, and another one begin, between two attempts
        }

        @Override
        public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
            return answers.cancel(operation);
        }

        void answered(SpMessage message, DeferredActions actions) {
            answers.add(message, actions);
        }

        /** Ends the open survey, if any, and the receives of the context. */
        private void end(AioError error, DeferredActions actions) {
            if (id != 0) {
                open.remove(id);
                id = 0;
                answers.end(error, actions);
            }
        }

        /** {@return the time at which the survey ends, or {@link #NEVER}} */
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
    public OptionSet options() {
        return contextOptions().with(SpOptions.SEND_BUFFER, SEND_BUFFER).with(SpOptions.TTL_MAX);
    }

    @Override
    public OptionSet contextOptions() {
        return OptionSet.none().with(SpOptions.RECEIVE_BUFFER, RECEIVE_BUFFER).with(SpOptions.SURVEY_TIME);
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            if (message.wireLength() < 4) {
                refuse(pipe, message, actions);
                return;
            }
            Survey survey = open.get(message.wireWord(0));
            if (survey == null) {
                drop(message, DropReason.LATE_ANSWER); // the survey is over
                continue;
            }
            message.splitExactly(1);
            message.clearHeader();
            survey.answered(message, actions);
        }
        actions.readAgain(pipe);
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
