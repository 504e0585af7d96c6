package io.helve.ops.health;

import io.helve.operator.ConfigurationSnapshot;
import io.helve.ops.model.Observed;

/** Whether the configurations were accepted. */
public final class ConfigurationCheck implements Check {
    private final Observed observed;

    /**
     * Creates the check.
     *
     * @param observed the configurations
     */
    public ConfigurationCheck(Observed observed) {
        this.observed = observed;
    }

    @Override
    public String name() {
        return "Helve configuration";
    }

    @Override
    public String tag() {
        return "helve-configuration";
    }

    @Override
    public Findings look() {
        Findings findings = new Findings();
        for (ConfigurationSnapshot each : observed.configurations()) {
            if (each.refusal().isEmpty()) {
                findings.add(Severity.OK, "configuration " + each.instance() + " is in force");
            } else {
                findings.add(
                        Severity.CRITICAL,
                        "configuration " + each.instance() + " is refused: " + each.refusal()
                                + "; what was accepted before stays in force until the next start, and then the defaults");
            }
        }
        return findings;
    }
}
