package io.helve.races;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.results.L_Result;

/** Actions that race with a worker that waits in a source of events. */
public final class Sources {
    private Sources() {}

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class PostFinish {
        @Actor
        public void post(SourceRace race) {
            race.post();
        }

        @Actor
        public void finish(SourceRace race) {
            race.finish();
        }

        @Arbiter
        public void end(SourceRace race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }

    @JCStressTest
    @JCStressMeta(Outcomes.class)
    public static class PostFinishRenew {
        @Actor
        public void post(SourceRace race) {
            race.post();
        }

        @Actor
        public void finish(SourceRace race) {
            race.finish();
        }

        @Actor
        public void renew(SourceRace race) {
            race.renew();
        }

        @Arbiter
        public void end(SourceRace race, L_Result outcome) {
            outcome.r1 = race.verdict();
        }
    }
}
