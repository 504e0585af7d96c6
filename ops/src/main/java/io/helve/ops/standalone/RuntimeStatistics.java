package io.helve.ops.standalone;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
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

/** The statistics of a runtime; none when the runtime is closed. */
record RuntimeStatistics(AioRuntime runtime) implements Sources {
    boolean isClosed() {
        try {
            runtime.service(SpStatistics.class);
            return false;
        } catch (AioException e) {
            return e.error() == AioError.ESTOPPED;
        }
    }

    @Override
    public List<AioStatistics> pools() {
        return isClosed() ? List.of() : List.of(runtime.service(AioStatistics.class));
    }

    @Override
    public List<StreamStatistics> streams() {
        return optional(StreamStatistics.class);
    }

    @Override
    public List<SpStatistics> sockets() {
        return optional(SpStatistics.class);
    }

    /** {@return a service, or none if the program does not have its module or the runtime is closed} */
    private <S> List<S> optional(Class<S> type) {
        try {
            return List.of(runtime.service(type));
        } catch (AioException e) {
            if (e.error() == AioError.ENOTSUP || e.error() == AioError.ESTOPPED) {
                return List.of();
            }
            throw e;
        }
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
        return List.of();
    }
}
