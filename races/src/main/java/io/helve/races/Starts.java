package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A thread outside of the callback starts the next operation as soon as the handle is not busy any more: while the
 * callback of the first operation is running, after it has returned, or while the handle is being stopped.
 */
public final class Starts {
    private Starts() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishStart {
        @Actor
        public void finish(Race.Starting race) {
            race.finish(1);
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class CancelStart {
        @Actor
        public void cancel(Race.Starting race) {
            race.cancel();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class ExpiryStart {
        @Actor
        public void start(Race.ExpiringStarting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.ExpiringStarting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class StopStart {
        @Actor
        public void stop(Race.Starting race) {
            race.stop();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class CloseStart {
        @Actor
        public void close(Race.Starting race) {
            race.close();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCancelStart {
        @Actor
        public void finish(Race.Starting race) {
            race.finish(1);
        }

        @Actor
        public void cancel(Race.Starting race) {
            race.cancel();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishStopStart {
        @Actor
        public void finish(Race.Starting race) {
            race.finish(1);
        }

        @Actor
        public void stop(Race.Starting race) {
            race.stop();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCloseStart {
        @Actor
        public void finish(Race.Starting race) {
            race.finish(1);
        }

        @Actor
        public void close(Race.Starting race) {
            race.close();
        }

        @Actor
        public void start(Race.Starting race) {
            race.startNext();
        }

        @Arbiter
        public void end(Race.Starting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }
}
