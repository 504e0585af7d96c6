package io.helve.impl.standalone;

import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.aio.AioTenant;
import io.helve.aio.provider.AioEventSources;
import io.helve.file.AioFiles;
import io.helve.impl.file.FileService;
import io.helve.impl.handle.HandleTenant;
import io.helve.impl.runtime.CompletionRuntime;
import io.helve.impl.runtime.DaemonThreads;
import java.util.Map;
import java.util.Objects;

/** A runtime for use without a framework: one pool, the tenant of the program, and the tenants that it opens. */
final class StandaloneRuntime implements AioRuntime {
    private final CompletionRuntime runtime;
    private final FileService files;
    private final AioFactory factory;
    private final Map<Class<?>, Object> services;
    private final Extensions extensions = new Extensions(this);

    StandaloneRuntime(AioConfig config) {
        runtime = new CompletionRuntime(config);
        HandleTenant tenant =
                runtime.openTenant(config.pool(), Thread.currentThread().getContextClassLoader());
        factory = tenant.factory();
        files = new FileService(config.pool(), config.fileThreads(), new DaemonThreads()::newThread);
        services = Map.of(
                AioFactory.class,
                factory,
                AioStatistics.class,
                runtime,
                AioFiles.class,
                files.openTenant(() -> factory),
                AioEventSources.class,
                runtime.eventSources());
    }

    @Override
    public AioFactory factory() {
        return factory;
    }

    @Override
    public <S> S service(Class<S> type) {
        Objects.requireNonNull(type, "type");
        if (type != AioStatistics.class) { // the counters stay readable, as snapshot() does
            extensions.requireOpen();
        }
        Object service = services.get(type);
        return type.cast(service == null ? extensions.service(type) : service);
    }

    @Override
    public AioTenant openTenant(String name, int handlesMax) {
        Objects.requireNonNull(name, "name");
        if (handlesMax < 1) {
            throw new IllegalArgumentException("handlesMax must be at least 1, not " + handlesMax);
        }
        extensions.requireOpen();
        HandleTenant tenant = runtime.openTenant(name, Thread.currentThread().getContextClassLoader(), handlesMax);
        AioFactory its = tenant.factory();
        return new StandaloneTenant(tenant, files.openTenant(() -> its), extensions, runtime::closeTenant);
    }

    @Override
    public AioSnapshot snapshot() {
        return runtime.snapshot();
    }

    @Override
    public void configure(AioConfig config) {
        Objects.requireNonNull(config, "config");
        runtime.configure(config);
        files.configure(config.fileThreads());
    }

    @Override
    public void close() {
        if (HandleTenant.inCallback()) {
            throw new IllegalStateException("close of " + this
                    + " inside a callback would wait for the end of this callback: close it on another thread");
        }
        extensions.close();
        runtime.close(); // before the files, so that file operations end with ESTOPPED
        files.close();
    }

    @Override
    public String toString() {
        return "AioRuntime " + runtime.config().pool();
    }
}
