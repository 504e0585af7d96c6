package io.helve.impl.osgi;

import io.helve.aio.AioConfig;
import io.helve.aio.AioException;
import io.helve.impl.file.FileService;
import io.helve.impl.file.FileTenant;
import io.helve.impl.handle.HandleTenant;
import io.helve.impl.runtime.CompletionRuntime;
import io.helve.impl.runtime.DaemonThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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

    /** Opens the files of a bundle, whose asynchronous methods use the bundle's own factory of this pool. */
    FileTenant openFiles(FileBundleFactory factory) {
        return files.openTenant(factory);
    }

    /**
     * Opens a tenant for a bundle. A bundle that goes at this moment, or that comes while the pool closes, gets a
     * stopped tenant: an exception would end up in the log of the component runtime, with nothing to be done about it.
     *
     * @param bundle the using bundle; null if it has gone
     */
    HandleTenant openTenant(Bundle bundle) {
        if (bundle == null) {
            return runtime.openStopped("a bundle that has gone");
        }
        String name = bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        try {
            return runtime.openTenant(name, wiring == null ? null : wiring.getClassLoader());
        } catch (AioException e) { // the pool closes
            return runtime.openStopped(name);
        }
    }

    /**
     * Closes the tenant of a bundle. While the whole pool closes, this method does not wait, because the pool drains
     * all tenants together. When the framework stops, the first bundle that stops waits for the handles of all.
     *
     * @param tenant the tenant
     * @param own the context of this bundle
     */
    void closeTenant(HandleTenant tenant, BundleContext own) {
        if (closing || own.getBundle().getState() == Bundle.STOPPING) {
            tenant.stop();
        } else if (own.getBundle(0).getState() == Bundle.STOPPING) {
            runtime.closeTenantWithAll(tenant);
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
