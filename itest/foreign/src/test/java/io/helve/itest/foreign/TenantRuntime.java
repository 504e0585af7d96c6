package io.helve.itest.foreign;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamResource;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import io.helve.testkit.Await;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** The services of Helve's bundles, as a bundle of a test sees them. Closing it stops that bundle. */
final class TenantRuntime implements AioRuntime {
    private final Bundle tenant;
    private final BundleContext context;
    private final AioStatistics statistics;

    TenantRuntime(HelveFramework framework) {
        try {
            tenant = framework.startTenant();
        } catch (IOException | BundleException e) {
            throw new IllegalStateException(e);
        }
        context = tenant.getBundleContext();
        statistics = found(AioStatistics.class);
        Await.eventually(() -> found(StreamFactory.class).schemes().containsAll(Set.of("tcp", NioStreams.NAME)));
        Await.eventually(() ->
                found(SpSockets.class).schemes().containsAll(Set.of("tcp", NioStreams.NAME, FrameTransport.NAME)));
    }

    private <S> S found(Class<S> type) {
        return Await.eventually("a service " + type.getName())
                .until(
                        () -> {
                            ServiceReference<S> reference = context.getServiceReference(type);
                            return reference == null ? null : context.getService(reference);
                        },
                        Objects::nonNull);
    }

    @Override
    public AioFactory factory() {
        return found(AioFactory.class);
    }

    @Override
    public <S> S service(Class<S> type) {
        return type == StreamControl.class ? type.cast(new Control(found(StreamStatistics.class))) : found(type);
    }

    /** The statistics of streams; in a framework their settings belong to the configuration. */
    private record Control(StreamStatistics statistics) implements StreamControl {
        @Override
        public void configure(StreamConfig config) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StreamSnapshot snapshot() {
            return statistics.snapshot();
        }

        @Override
        public List<StreamResource> resources() {
            return statistics.resources();
        }
    }

    /** {@return the state of the pool, without its threads, which go on} */
    @Override
    public AioSnapshot snapshot() {
        AioSnapshot now = statistics.snapshot();
        return new AioSnapshot(
                now.config(),
                0,
                now.spareThreads(),
                now.busyThreads(),
                now.queued(),
                now.slowCallbacks(),
                now.inlineSuspensions(),
                now.callbackFailures(),
                now.total(),
                now.tenants(),
                now.queueTime(),
                now.runTime());
    }

    @Override
    public void configure(AioConfig config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        if (tenant.getState() == Bundle.UNINSTALLED) {
            return;
        }
        try {
            tenant.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
        Await.eventually(() -> statistics.snapshot().total().open() == 0
                && statistics.snapshot().total().inProgress() == 0
                && statistics.snapshot().queued() == 0);
    }
}
