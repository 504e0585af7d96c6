package io.helve.ops.standalone;

import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import io.helve.ops.micrometer.MicrometerMeters;
import io.helve.ops.model.Observed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds a runtime to registries of Micrometer: its pool, tenants, streams, direct memory and sockets.
 *
 * <pre>{@code
 * HelveMetrics metrics = new HelveMetrics(runtime);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>Meters of what comes later are registered, and meters of what has gone are removed, within five seconds; a daemon
 * thread does so, which the first registry starts. Reading meters costs the operations of the runtime nothing. The
 * first registry opens the streams and sockets of the runtime, if their modules are there.
 *
 * <p>When the runtime is closed, its meters are removed within five seconds, and the thread ends.
 */
@ThreadSafe
@SuppressWarnings("exports") // programs that use this class have Micrometer, others need not
public final class HelveMetrics implements MeterBinder, AutoCloseable {
    private final MicrometerMeters meters;
    private final Iterable<Tag> tags;

    /**
     * Creates a binder without further tags.
     *
     * @param runtime the runtime
     */
    public HelveMetrics(AioRuntime runtime) {
        this(runtime, Tags.empty());
    }

    /**
     * Creates a binder.
     *
     * @param runtime the runtime
     * @param tags further tags for all meters, which tell two runtimes in one registry apart
     */
    public HelveMetrics(AioRuntime runtime, Iterable<Tag> tags) {
        RuntimeStatistics statistics = new RuntimeStatistics(runtime);
        this.meters = new MicrometerMeters(new Observed(statistics), statistics::isClosed, MicrometerMeters.INTERVAL);
        this.tags = tags;
    }

    /**
     * Registers the meters in a registry.
     *
     * @param registry the registry
     * @throws IllegalStateException if this binder or the runtime is closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        meters.bind(registry, tags);
    }

    /** Removes the meters from all registries. */
    @Override
    public void close() {
        meters.close();
    }
}
