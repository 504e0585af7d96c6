package io.helve.itest.foreign;

import io.helve.aio.AioRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A framework with Helve's bundles and the bundle of this module. It shares the classes of the API with the tests,
 * which are not in a bundle; all other classes are those of the bundles.
 */
final class HelveFramework {
    private static final List<String> FIRST = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr",
            "io.helve.impl",
            "io.helve.net",
            "io.helve.sp");

    private static HelveFramework instance;

    private final Framework framework;
    private final AtomicInteger tenants = new AtomicInteger();

    /** {@return the framework of this process, which lives as long as the process} */
    static synchronized HelveFramework started() {
        if (instance == null) {
            try {
                instance = new HelveFramework();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (BundleException | ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return instance;
    }

    private HelveFramework() throws IOException, BundleException, ReflectiveOperationException {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(
                Constants.FRAMEWORK_STORAGE,
                Files.createTempDirectory("foreign").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packagesOfTheApi());
        FrameworkFactory factory = (FrameworkFactory) Class.forName(System.getProperty(FrameworkProvider.FACTORY))
                .getConstructor()
                .newInstance();
        framework = factory.newFramework(configuration);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (String name : FIRST) {
            installed.add(install(bundles().resolve(name + ".jar")));
        }
        try (Stream<Path> files = Files.list(bundles())) {
            for (Path file : files.filter(HelveFramework::isOfNetty).toList()) {
                installed.add(install(file));
            }
        }
        installed.add(install(Path.of(System.getProperty("foreign.bundle"))));
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    private static Path bundles() {
        return Path.of(System.getProperty("bundles.dir"));
    }

    private static boolean isOfNetty(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("netty-") && !name.contains("epoll") && !name.contains("io_uring");
    }

    private Bundle install(Path jar) throws BundleException {
        return framework.getBundleContext().installBundle("reference:" + jar.toUri());
    }

    /** {@return what the API's own bundle would export} */
    private static String packagesOfTheApi() throws IOException {
        for (URL url : Collections.list(AioRuntime.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                Attributes headers = new Manifest(in).getMainAttributes();
                if ("io.helve.api".equals(headers.getValue(Constants.BUNDLE_SYMBOLICNAME))) {
                    return headers.getValue(Constants.EXPORT_PACKAGE);
                }
            }
        }
        throw new IllegalStateException("no manifest of io.helve.api");
    }

    /** Installs and starts a bundle without classes, which uses Helve's services. */
    Bundle startTenant() throws IOException, BundleException {
        String name = "tenant." + tenants.incrementAndGet();
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        Bundle tenant =
                framework.getBundleContext().installBundle("test:" + name, new ByteArrayInputStream(jar.toByteArray()));
        tenant.start();
        return tenant;
    }
}
