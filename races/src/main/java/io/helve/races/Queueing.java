package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** Actions that race with a provider that starts and queues an operation. */
public final class Queueing {
    private Queueing() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class StartCancel {
        @Actor
        public void start(QueueRace race) {
            race.start();
        }

        @Actor
        public void cancel(QueueRace race) {
            race.cancel();
        }

        @Arbiter
        public void end(QueueRace race, L_Result outcome) {
            outcome.r1 = race.verdict(false);
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class StartCancelServe {
        @Actor
        public void start(QueueRace race) {
            race.start();
        }

        @Actor
        public void cancel(QueueRace race) {
            race.cancel();
        }

        @Actor
        public void serve(QueueRace race) {
            race.serve();
        }

        @Arbiter
        public void end(QueueRace race, L_Result outcome) {
            outcome.r1 = race.verdict(false);
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class StartExpiryServe {
        @Actor
        public void start(QueueRace race) {
            race.startWithTimeout();
        }

        @Actor
        public void serve(QueueRace race) {
            race.serve();
        }

        @Arbiter
        public void end(QueueRace race, L_Result outcome) {
            outcome.r1 = race.verdict(true);
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class StartStopServe {
        @Actor
        public void start(QueueRace race) {
            race.start();
        }

        @Actor
        public void stop(QueueRace race) {
            race.stop();
        }

        @Actor
        public void serve(QueueRace race) {
            race.serve();
        }

        @Arbiter
        public void end(QueueRace race, L_Result outcome) {
            outcome.r1 = race.verdict(true);
        }
    }
}
