package io.helve.ops.health;

import io.helve.ops.model.Observed;
import io.helve.ops.model.RemoteView;
import java.util.List;

/** Whether exported services can be called, and the servers of imported ones can be reached. */
public final class RemoteCheck implements Check {
    private final Observed observed;

    /**
     * Creates the check.
     *
     * @param observed what it looks at
     */
    public RemoteCheck(Observed observed) {
        this.observed = observed;
    }

    @Override
    public String name() {
        return "Helve remote services";
    }

    @Override
    public String tag() {
        return "helve-remote";
    }

    /** An address that is not bound does not become bound by itself; a client connects again by itself. */
    @Override
    public Findings look() {
        Findings findings = new Findings();
        List<RemoteView> services = observed.remoteServices();
        for (RemoteView service : services) {
            if (!service.trouble().isEmpty()) {
                boolean isExported = service.side().equals(RemoteView.EXPORTED);
                findings.add(
                        isExported ? Severity.CRITICAL : Severity.TEMPORARILY_UNAVAILABLE,
                        String.join(", ", service.interfaces()) + ", " + service.side()
                                + (isExported ? "" : " from " + String.join(" ", service.addresses()))
                                + ", is " + service.state() + "; " + service.trouble());
            }
        }
        long exported = services.stream()
                .filter(service -> service.side().equals(RemoteView.EXPORTED))
                .count();
        findings.add(Severity.OK, exported + " services are exported, " + (services.size() - exported) + " imported");
        return findings;
    }
}
