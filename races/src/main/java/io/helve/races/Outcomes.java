package io.helve.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Outcome;

/**
 * How all race tests are graded. The outcome is the result of {@link Race#verdict}: how the operation ended, and after
 * {@code ", then "} how the operation ended that its callback started. {@code "(canceller late)"} means that the
 * canceller was called and another thread finished the operation first. This is the closest possible race, so its
 * frequency shows how well a test hits the race.
 */
@Outcome(
        id = "(finished|cancelled|timed out|stopped).*",
        expect = ACCEPTABLE,
        desc = "Every rule held, and this was the winner.")
@Outcome(id = "broken: .*", expect = FORBIDDEN, desc = "A rule of the handles was broken.")
@Outcome(id = "hung: .*", expect = FORBIDDEN, desc = "An operation or its callback did not end.")
final class Outcomes {
    private Outcomes() {}
}
