package io.helve.ops.jmx;

import io.helve.ops.model.RemoteView;
import java.util.List;
import java.util.function.Supplier;

/** An exported or imported service: each getter reads a recent snapshot. */
record RemoteServiceBean(Supplier<RemoteView> service) implements View, RemoteServiceMXBean {
    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    @Override
    public String getSide() {
        return service.get().side();
    }

    @Override
    public String getId() {
        return service.get().id();
    }

    @Override
    public String[] getTenants() {
        return array(service.get().tenants());
    }

    @Override
    public String[] getInterfaces() {
        return array(service.get().interfaces());
    }

    @Override
    public String[] getAddresses() {
        return array(service.get().addresses());
    }

    @Override
    public String getState() {
        return service.get().state();
    }

    @Override
    public String getTrouble() {
        return service.get().trouble();
    }

    @Override
    public long getCalls() {
        return service.get().calls();
    }

    @Override
    public int getInProgress() {
        return service.get().inProgress();
    }

    @Override
    public long getRefused() {
        return service.get().refused();
    }

    @Override
    public long getBusy() {
        return service.get().busy();
    }

    @Override
    public long getFailed() {
        return service.get().failed();
    }

    @Override
    public long getTimeouts() {
        return service.get().timeouts();
    }

    @Override
    public long getLatencyP50() {
        return service.get().latency().percentile(50);
    }

    @Override
    public long getLatencyP99() {
        return service.get().latency().percentile(99);
    }

    @Override
    public long getLatencyMax() {
        return service.get().latency().max();
    }

    @Override
    public String getLastError() {
        return service.get().lastErrorText();
    }

    @Override
    public String getLastErrorTime() {
        return service.get().lastErrorTime();
    }
}
