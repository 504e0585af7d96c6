package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.impl.file.FileService;
import io.helve.impl.file.FileTenant;
import io.helve.impl.handle.HandleTenant;
import io.helve.impl.runtime.CompletionRuntime;
import io.helve.impl.runtime.DaemonThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** A pool in a framework: its tenants are bundles. */
final class PoolHost implements AutoCloseable {
    private final CompletionRuntime runtime;
    private final FileService files;
    private volatile boolean closing;

    PoolHost(AioConfig config) {
        runtime = new CompletionRuntime(config);
        files = new FileService(config.pool(), config.fileThreads(), new DaemonThreads()::newThread);
    }

    CompletionRuntime runtime() {
        return runtime;
    }

    /** Changes the settings. */
    void configure(AioConfig config) {
        runtime.configure(config);
        files.configure(config.fileThreads());
    }

    FileTenant openFiles() {
        return files.openTenant();
    }

    HandleTenant openTenant(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return runtime.openTenant(
                bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]",
                wiring == null ? null : wiring.getClassLoader());
    }

    /**
     * Closes the tenant of a bundle. While the whole pool closes, this method does not wait, because the pool drains
     * all tenants together.
     */
    void closeTenant(HandleTenant tenant, boolean implementationStops) {
        if (closing || implementationStops) {
            tenant.stop();
        } else {
            runtime.closeTenant(tenant);
        }
    }

    /** Begins to close: from now on, the release of the service by a bundle does not wait for that bundle's handles. */
    void closing() {
        closing = true;
    }

    @Override
    public void close() {
        closing();
        runtime.close(); // closed before the files, so that file operations end with ESTOPPED
        files.close();
    }
}
