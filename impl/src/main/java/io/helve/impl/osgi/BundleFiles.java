package io.helve.impl.osgi;

import io.helve.impl.file.FileTenant;
import org.osgi.framework.Bundle;

/** The files of a bundle, and the factory of handles that their asynchronous methods use. */
record BundleFiles(FileTenant tenant, FileBundleFactory factory) implements AutoCloseable {
    static BundleFiles open(PoolHost host, Bundle bundle, String pool) {
        FileBundleFactory factory = new FileBundleFactory(bundle, pool);
        return new BundleFiles(host.openFiles(factory), factory);
    }

    @Override
    public void close() {
        tenant.close();
        factory.release();
    }
}
