package io.helve.ops;

import io.helve.aio.AioRuntime;
import io.helve.aio.AioStatistics;
import io.helve.operator.ConfigurationState;
import io.helve.operator.ResourceCloser;
import io.helve.ops.model.RemoteServices;
import io.helve.ops.model.Sources;
import io.helve.remote.statistics.RemoteStatistics;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamStatistics;
import java.util.List;

/** The statistics of a runtime without a framework. */
public record RuntimeSources(AioRuntime runtime) implements Sources {
    @Override
    public List<AioStatistics> pools() {
        return List.of(runtime.service(AioStatistics.class));
    }

    @Override
    public List<StreamStatistics> streams() {
        return List.of(runtime.service(StreamStatistics.class));
    }

    @Override
    public List<SpStatistics> sockets() {
        return List.of(runtime.service(SpStatistics.class));
    }

    @Override
    public List<RemoteStatistics> remotes() {
        return List.of();
    }

    @Override
    public RemoteServices remoteServices() {
        return (name, use) -> {
            throw new IllegalArgumentException("no service is called " + name);
        };
    }

    @Override
    public List<ConfigurationState> configurations() {
        return List.of();
    }

    @Override
    public List<ResourceCloser> closers() {
        return List.of((ResourceCloser) runtime.service(AioStatistics.class), (ResourceCloser)
                runtime.service(SpStatistics.class));
    }
}
