package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** Every three actions on one operation without a finish. */
public final class TriplesWithoutFinish {
    private TriplesWithoutFinish() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class CancelExpiryStop {
        @Actor
        public void cancel(Race.Expiring race) {
            race.cancel();
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
    public static class CancelExpiryClose {
        @Actor
        public void cancel(Race.Expiring race) {
            race.cancel();
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
    public static class CancelExpiryRestart {
        @Actor
        public void cancel(Race.ExpiringRestarting race) {
            race.cancel();
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
    public static class CancelStopClose {
        @Actor
        public void cancel(Race race) {
            race.cancel();
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
    public static class CancelStopRestart {
        @Actor
        public void cancel(Race.Restarting race) {
            race.cancel();
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
    public static class CancelCloseRestart {
        @Actor
        public void cancel(Race.Restarting race) {
            race.cancel();
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

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class ExpiryStopClose {
        @Actor
        public void stop(Race.Expiring race) {
            race.stop();
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
    public static class ExpiryStopRestart {
        @Actor
        public void stop(Race.ExpiringRestarting race) {
            race.stop();
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
    public static class ExpiryCloseRestart {
        @Actor
        public void close(Race.ExpiringRestarting race) {
            race.close();
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
    public static class StopCloseRestart {
        @Actor
        public void stop(Race.Restarting race) {
            race.stop();
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
