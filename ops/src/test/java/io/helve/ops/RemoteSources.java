package io.helve.ops;

import io.helve.aio.AioRuntime;
import io.helve.aio.AioStatistics;
import io.helve.internal.BucketHistogram;
import io.helve.operator.ConfigurationState;
import io.helve.operator.ResourceCloser;
import io.helve.ops.model.RemoteServices;
import io.helve.ops.model.Sources;
import io.helve.remote.statistics.ExportedEndpoint;
import io.helve.remote.statistics.ImportedEndpoint;
import io.helve.remote.statistics.RemoteError;
import io.helve.remote.statistics.RemoteSnapshot;
import io.helve.remote.statistics.RemoteStatistics;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A runtime with an exported and an imported service, whose states a test decides. */
public final class RemoteSources implements Sources {
    private final RuntimeSources others;
    private final AtomicLong failed = new AtomicLong();

    /** The addresses of the exported service that are not bound. */
    public volatile List<String> unbound = List.of();

    /** Why the server of the imported service cannot be reached. */
    public volatile String failure = "";

    /** The service that is called, and its interface. */
    public volatile Object service;

    /** Its interface. */
    public volatile Class<?> type;

    /** Creates sources. */
    public RemoteSources(AioRuntime runtime) {
        others = new RuntimeSources(runtime);
    }

    /** Counts a call of the imported service that fails. */
    public void call() {
        failed.incrementAndGet();
    }

    private RemoteSnapshot snapshot() {
        BucketHistogram latency = new BucketHistogram(new long[BucketHistogram.BUCKETS], 0);
        ExportedEndpoint exported = new ExportedEndpoint(
                "id-1",
                "service.bundle [3]",
                List.of("org.example.Clock"),
                List.of("tcp://127.0.0.1:7000"),
                unbound,
                5,
                1,
                2,
                3,
                4,
                latency,
                Optional.empty());
        ImportedEndpoint imported = new ImportedEndpoint(
                "id-2",
                List.of("one.consumer [4]", "other.consumer [5]"),
                List.of("org.example.Clock"),
                List.of("tcp://10.0.0.1:7000"),
                failure.isEmpty() ? ImportedEndpoint.Connection.IDLE : ImportedEndpoint.Connection.CONNECTING,
                failure,
                failed.get(),
                0,
                failed.get(),
                failed.get(),
                latency,
                Optional.of(new RemoteError(Instant.EPOCH, "no answer in time")));
        return new RemoteSnapshot(List.of(exported), List.of(imported), 0);
    }

    @Override
    public List<RemoteStatistics> remotes() {
        return List.of(this::snapshot);
    }

    @Override
    public RemoteServices remoteServices() {
        return (name, use) -> {
            if (!name.equals(type.getSimpleName())) {
                throw new IllegalArgumentException("no service is called " + name);
            }
            return use.with(service, List.of(type));
        };
    }

    @Override
    public List<AioStatistics> pools() {
        return others.pools();
    }

    @Override
    public List<StreamStatistics> streams() {
        return others.streams();
    }

    @Override
    public List<SpStatistics> sockets() {
        return others.sockets();
    }

    @Override
    public List<ConfigurationState> configurations() {
        return others.configurations();
    }

    @Override
    public List<ResourceCloser> closers() {
        return others.closers();
    }
}
