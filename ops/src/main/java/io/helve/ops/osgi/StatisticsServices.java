package io.helve.ops.osgi;

import io.helve.aio.AioStatistics;
import io.helve.operator.ConfigurationState;
import io.helve.operator.ResourceCloser;
import io.helve.ops.model.RemoteServices;
import io.helve.ops.model.Sources;
import io.helve.remote.statistics.RemoteStatistics;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamStatistics;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The statistics services of the framework, as they come and go. */
@Component(service = StatisticsServices.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StatisticsServices implements Sources {
    @Reference
    private volatile List<AioStatistics> pools;

    @Reference
    private volatile List<StreamStatistics> streams;

    @Reference
    private volatile List<SpStatistics> sockets;

    @Reference
    private volatile List<ConfigurationState> configurations;

    @Reference
    private volatile List<ResourceCloser> closers;

    @Reference
    private volatile List<RemoteStatistics> remotes;

    private final RemoteServices remoteServices;

    /**
     * Called by the component runtime.
     *
     * @param context shows exported and imported services
     */
    @Activate
    public StatisticsServices(BundleContext context) {
        remoteServices = new RegistryServices(context);
    }

    @Override
    public List<AioStatistics> pools() {
        return pools;
    }

    @Override
    public List<StreamStatistics> streams() {
        return streams;
    }

    @Override
    public List<SpStatistics> sockets() {
        return sockets;
    }

    @Override
    public List<RemoteStatistics> remotes() {
        return remotes;
    }

    @Override
    public RemoteServices remoteServices() {
        return remoteServices;
    }

    @Override
    public List<ConfigurationState> configurations() {
        return configurations;
    }

    @Override
    public List<ResourceCloser> closers() {
        return closers;
    }
}
