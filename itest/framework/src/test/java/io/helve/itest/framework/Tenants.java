package io.helve.itest.framework;

import static java.util.jar.Attributes.Name.MANIFEST_VERSION;

import io.helve.itest.tenant.Tenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** Installs and starts a bundle whose components listen in their constructors. */
    static Bundle startShout(BundleContext context) throws IOException, BundleException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("OSGI-INF/shout.xml", component("Shout", ""));
        files.put("OSGI-INF/targeted.xml", component("TargetedShout", "scheme=tcp"));
        Map<String, String> headers = Map.of(
                Constants.IMPORT_PACKAGE, PACKAGES, "Service-Component", "OSGI-INF/shout.xml,OSGI-INF/targeted.xml");
        Bundle bundle = context.installBundle(
                "test:shout", jar(context, "shout", "io.helve.itest.shout".replace('.', '/'), headers, files));
        bundle.start();
        return bundle;
    }

    private static String component(String type, String scheme) {
        String references = reference(0, "io.helve.aio.AioFactory", "")
                + reference(1, "io.helve.sp.SpSockets", scheme.isEmpty() ? "" : "(sp." + scheme + ")")
                + (scheme.isEmpty() ? "" : reference(2, "io.helve.stream.StreamFactory", "(stream." + scheme + ")"));
        return "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='" + type
                + "' immediate='true' deactivate='stop' init='" + (scheme.isEmpty() ? 2 : 3) + "'>"
                + "<implementation class='io.helve.itest.shout." + type + "'/>" + references + "</scr:component>";
    }

    private static String reference(int parameter, String type, String target) {
        return "<reference name='r" + parameter + "' interface='" + type + "' parameter='" + parameter + "'"
                + (target.isEmpty() ? "" : " target='" + target + "'") + "/>";
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
        return jar(
                context,
                name,
                activator.substring(0, activator.lastIndexOf('.')).replace('.', '/'),
                Map.of(Constants.BUNDLE_ACTIVATOR, activator, Constants.IMPORT_PACKAGE, imports),
                Map.of());
    }

    private static InputStream jar(
            BundleContext context, String name, String folder, Map<String, String> headers, Map<String, String> files)
            throws IOException {
        Manifest manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (var file : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
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
