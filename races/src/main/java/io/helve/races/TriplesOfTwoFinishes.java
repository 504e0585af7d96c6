package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two finishes and each other action on one operation. */
public final class TriplesOfTwoFinishes {
    private TriplesOfTwoFinishes() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinishCancel {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race race) {
            race.finish(2);
        }

        @Actor
        public void cancel(Race race) {
            race.cancel();
        }

        @Arbiter
        public void end(Race race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinishExpiry {
        @Actor
        public void finish(Race.Expiring race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race.Expiring race) {
            race.finish(2);
        }

        @Arbiter
        public void end(Race.Expiring race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinishStop {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race race) {
            race.finish(2);
        }

        @Actor
        public void stop(Race race) {
            race.stop();
        }

        @Arbiter
        public void end(Race race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinishClose {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race race) {
            race.finish(2);
        }

        @Actor
        public void close(Race race) {
            race.close();
        }

        @Arbiter
        public void end(Race race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinishRestart {
        @Actor
        public void finish(Race.Restarting race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race.Restarting race) {
            race.finish(2);
        }

        @Actor
        public void restart(Race.Restarting race) {
            race.restart();
        }

        @Arbiter
        public void end(Race.Restarting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }
}
