package io.helve.ops.health;

import io.helve.ops.model.MemoryView;
import io.helve.ops.model.Observed;
import io.helve.ops.text.Quantity;

/** Whether pipes and streams get the direct memory that they ask for. */
public final class MemoryCheck implements Check {
    private final Observed observed;
    private final Thresholds thresholds;

    /**
     * Creates the check.
     *
     * @param observed the budgets
     * @param thresholds the limits
     */
    public MemoryCheck(Observed observed, Thresholds thresholds) {
        this.observed = observed;
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "Helve memory";
    }

    @Override
    public String tag() {
        return "helve-memory";
    }

    @Override
    public Findings look() {
        Findings findings = new Findings();
        for (MemoryView budget : observed.memory()) {
            boolean isLow = budget.used() / 100.0 >= budget.limit() / 10_000.0 * thresholds.memoryPercent();
            findings.add(
                    isLow ? Severity.WARN : Severity.OK,
                    budget.users() + " of " + budget.tenant() + " use "
                            + Quantity.size(budget.used()) + " of " + Quantity.size(budget.limit())
                            + " bytes of direct memory; " + budget.refused() + " requests got none");
        }
        return findings;
    }
}
