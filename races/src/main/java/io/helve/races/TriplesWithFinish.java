package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** A finish and every pair of other actions on one operation. */
public final class TriplesWithFinish {
    private TriplesWithFinish() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCancelExpiry {
        @Actor
        public void finish(Race.Expiring race) {
            race.finish(1);
        }

        @Actor
        public void cancel(Race.Expiring race) {
            race.cancel();
        }

        @Arbiter
        public void end(Race.Expiring race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCancelStop {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void cancel(Race race) {
            race.cancel();
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
    public static class FinishCancelClose {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void cancel(Race race) {
            race.cancel();
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
    public static class FinishCancelRestart {
        @Actor
        public void finish(Race.Restarting race) {
            race.finish(1);
        }

        @Actor
        public void cancel(Race.Restarting race) {
            race.cancel();
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

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishExpiryStop {
        @Actor
        public void finish(Race.Expiring race) {
            race.finish(1);
        }

        @Actor
        public void stop(Race.Expiring race) {
            race.stop();
        }

        @Arbiter
        public void end(Race.Expiring race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishExpiryClose {
        @Actor
        public void finish(Race.Expiring race) {
            race.finish(1);
        }

        @Actor
        public void close(Race.Expiring race) {
            race.close();
        }

        @Arbiter
        public void end(Race.Expiring race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishExpiryRestart {
        @Actor
        public void finish(Race.ExpiringRestarting race) {
            race.finish(1);
        }

        @Actor
        public void restart(Race.ExpiringRestarting race) {
            race.restart();
        }

        @Arbiter
        public void end(Race.ExpiringRestarting race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishStopClose {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void stop(Race race) {
            race.stop();
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
    public static class FinishStopRestart {
        @Actor
        public void finish(Race.Restarting race) {
            race.finish(1);
        }

        @Actor
        public void stop(Race.Restarting race) {
            race.stop();
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

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCloseRestart {
        @Actor
        public void finish(Race.Restarting race) {
            race.finish(1);
        }

        @Actor
        public void close(Race.Restarting race) {
            race.close();
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
