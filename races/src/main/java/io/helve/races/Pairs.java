package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** Every pair of actions on one operation. */
public final class Pairs {
    private Pairs() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishFinish {
        @Actor
        public void finish(Race race) {
            race.finish(1);
        }

        @Actor
        public void finishToo(Race race) {
            race.finish(2);
        }

        @Arbiter
        public void end(Race race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishCancel {
        @Actor
        public void finish(Race race) {
            race.finish(1);
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
    public static class FinishExpiry {
        @Actor
        public void finish(Race.Expiring race) {
            race.finish(1);
        }

        @Arbiter
        public void end(Race.Expiring race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class FinishStop {
        @Actor
        public void finish(Race race) {
            race.finish(1);
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
    public static class FinishClose {
        @Actor
        public void finish(Race race) {
            race.finish(1);
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
    public static class FinishRestart {
        @Actor
        public void finish(Race.Restarting race) {
            race.finish(1);
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
    public static class CancelExpiry {
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
    public static class CancelStop {
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
    public static class CancelClose {
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
    public static class CancelRestart {
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
    public static class ExpiryStop {
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
    public static class ExpiryClose {
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
    public static class ExpiryRestart {
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
    public static class StopClose {
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
    public static class StopRestart {
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
    public static class CloseRestart {
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
