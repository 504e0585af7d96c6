package io.helve.ops.jmx;

import io.helve.ops.model.EndpointView;
import io.helve.ops.model.Observed;
import java.util.function.Supplier;

/** A dialer or listener of a socket: each getter reads a recent snapshot. */
record EndpointBean(Supplier<EndpointView> endpoint, Observed observed) implements View, EndpointMXBean {
    @Override
    public long getId() {
        return endpoint.get().id();
    }

    @Override
    public long getSocket() {
        return endpoint.get().socket().id();
    }

    @Override
    public String getTenant() {
        return endpoint.get().socket().tenant();
    }

    @Override
    public String getUrl() {
        return endpoint.get().url();
    }

    @Override
    public String getState() {
        return endpoint.get().state();
    }

    @Override
    public long getPipes() {
        return endpoint.get().number("pipes");
    }

    @Override
    public long getConnections() {
        return endpoint.get().made();
    }

    @Override
    public long getFailures() {
        return endpoint.get().failures();
    }

    @Override
    public String getLastFailure() {
        return endpoint.get().lastFailure();
    }

    @Override
    public void close() {
        observed.close(endpoint.get().kind() + "/" + getId());
    }
}
