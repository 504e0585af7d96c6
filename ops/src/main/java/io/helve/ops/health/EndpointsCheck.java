package io.helve.ops.health;

import io.helve.ops.model.EndpointView;
import io.helve.ops.model.Observed;
import io.helve.ops.model.SocketView;

/** Whether the listeners of sockets are bound, or their dialers connected. */
public final class EndpointsCheck implements Check {
    private final Observed observed;
    private final String kind;
    private final String wanted;
    private final Severity otherwise;

    private EndpointsCheck(Observed observed, String kind, String wanted, Severity otherwise) {
        this.observed = observed;
        this.kind = kind;
        this.wanted = wanted;
        this.otherwise = otherwise;
    }

    /**
     * {@return the check of listeners, which is critical: a listener that is not bound does not become bound by itself}
     */
    public static EndpointsCheck listeners(Observed observed) {
        return new EndpointsCheck(observed, "listener", "listening", Severity.CRITICAL);
    }

    /** {@return the check of dialers, which try to connect again by themselves} */
    public static EndpointsCheck dialers(Observed observed) {
        return new EndpointsCheck(observed, "dialer", "connected", Severity.TEMPORARILY_UNAVAILABLE);
    }

    @Override
    public String name() {
        return "Helve " + kind + "s";
    }

    @Override
    public String tag() {
        return "helve-" + kind + "s";
    }

    @Override
    public Findings look() {
        Findings findings = new Findings();
        int fine = 0;
        for (SocketView socket : observed.sockets()) {
            for (EndpointView endpoint : socket.endpoints()) {
                if (!endpoint.kind().equals(kind)) {
                    continue;
                }
                if (endpoint.state().equals(wanted)) {
                    fine++;
                } else {
                    findings.add(severity(endpoint), text(endpoint));
                }
            }
        }
        findings.add(Severity.OK, fine + " " + kind + "s are " + wanted);
        return findings;
    }

    /** A dialer or listener that was never started is its owner's decision, until the owner has tried in vain. */
    private Severity severity(EndpointView endpoint) {
        return endpoint.state().equals("idle") && endpoint.lastFailure().isEmpty() ? Severity.WARN : otherwise;
    }

    private static String text(EndpointView endpoint) {
        String failure = endpoint.lastFailure();
        return endpoint.kind() + "/" + endpoint.id() + " of "
                + endpoint.socket().tenant() + " for " + endpoint.url() + " is " + endpoint.state()
                + (failure.isEmpty() ? "" : "; last failure: " + failure);
    }
}
