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

/** Builds small bundles that use the service, from the classes of package {@code io.helve.itest.tenant.impl}. */
final class Tenants {
    private static final String CLASSES = "io/helve/itest/tenant/impl";

    private Tenants() {}

    /** Installs and starts a tenant with the given symbolic name. */
    static Bundle start(BundleContext context, String name) throws IOException, BundleException {
        Bundle bundle = context.installBundle("tenant:" + name, jar(context, name));
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

    private static InputStream jar(BundleContext context, String name) throws IOException {
        Manifest manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_ACTIVATOR, "io.helve.itest.tenant.impl.TenantActivator");
        headers.putValue(
                Constants.IMPORT_PACKAGE, "org.osgi.framework,io.helve.aio,io.helve.file,io.helve.itest.tenant");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (URL entry : Collections.list(context.getBundle().findEntries(CLASSES, "*.class", false))) {
                String file = entry.getPath();
                jar.putNextEntry(new ZipEntry(CLASSES + file.substring(file.lastIndexOf('/'))));
                try (InputStream in = entry.openStream()) {
                    in.transferTo(jar);
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
