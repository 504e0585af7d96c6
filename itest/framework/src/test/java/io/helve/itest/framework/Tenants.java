package io.helve.itest.framework;

import static java.util.jar.Attributes.Name.MANIFEST_VERSION;

import io.helve.itest.tenant.Tenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Builds small bundles from the classes of a package here: tenants, which use the services, and providers. */
final class Tenants {
    private static final String TENANT = "io.helve.itest.tenant.impl.TenantActivator";
    private static final String LOOP = "io.helve.itest.loop.LoopActivator";
    private static final String MEMORY = "io.helve.itest.memory.MemoryActivator";
    private static final String PEER = "io.helve.itest.peer.PeerActivator";
    private static final String PACKAGES =
            "org.osgi.framework,io.helve.aio,io.helve.file,io.helve.stream,io.helve.message,io.helve.sp";

    private Tenants() {}

    /** Installs and starts a tenant with the given symbolic name. */
    static Bundle start(BundleContext context, String name) throws IOException, BundleException {
        return start(context, name, TENANT, PACKAGES + ",io.helve.itest.tenant");
    }

    /** Installs and starts a bundle that provides the scheme {@code loop}. */
    static Bundle startLoop(BundleContext context) throws IOException, BundleException {
        return start(context, "loop", LOOP, PACKAGES + ",io.helve.stream.provider,io.helve.aio.provider");
    }

    /** Installs and starts a bundle that provides a transport of the scheme {@code memory}. */
    static Bundle startMemory(BundleContext context) throws IOException, BundleException {
        return start(context, "memory", MEMORY, PACKAGES + ",io.helve.sp.provider,io.helve.aio.provider");
    }

    /** Returns the bundle that talks to us from another framework. */
    static InputStream peer(BundleContext context) throws IOException {
        return jar(context, "peer", PEER, PACKAGES + ",org.osgi.util.tracker");
    }

    private static Bundle start(BundleContext context, String name, String activator, String imports)
            throws IOException, BundleException {
        Bundle bundle = context.installBundle("test:" + name, jar(context, name, activator, imports));
        bundle.start();
        return bundle;
    }

    /** Returns what a running tenant registered. */
    static Tenant tenant(Bundle bundle) {
        BundleContext context = bundle.getBundleContext();
        for (var reference : bundle.getRegisteredServices()) {
            if (context.getService(reference) instanceof Tenant tenant) {
                context.ungetService(reference);
                return tenant;
            }
        }
        throw new IllegalStateException(bundle + " registered no tenant");
    }

    private static InputStream jar(BundleContext context, String name, String activator, String imports)
            throws IOException {
        Manifest manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_ACTIVATOR, activator);
        headers.putValue(Constants.IMPORT_PACKAGE, imports);
        String folder = activator.substring(0, activator.lastIndexOf('.')).replace('.', '/');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (URL entry : Collections.list(context.getBundle().findEntries(folder, "*.class", false))) {
                String file = entry.getPath();
                jar.putNextEntry(new ZipEntry(folder + file.substring(file.lastIndexOf('/'))));
                try (InputStream in = entry.openStream()) {
                    in.transferTo(jar);
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
