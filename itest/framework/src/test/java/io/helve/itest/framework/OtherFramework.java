package io.helve.itest.framework;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A second framework in this process, of the same make, with the same bundles from their files: it shares no class of
 * ours with this one.
 */
final class OtherFramework {
    private static final List<String> BUNDLES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr",
            "io.helve.api",
            "io.helve.impl",
            "io.helve.net",
            "io.helve.sp");

    private final Path storage;
    private final Framework framework;

    /** Starts it; its bundles see these properties. */
    OtherFramework(BundleContext here, Map<String, String> properties) throws IOException, BundleException {
        storage = Files.createTempDirectory("other");
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put("osgi.framework.useSystemProperties", "false"); // Equinox: two of them must not share these
        configuration.put(
                "osgi.instance.area.default",
                storage.resolve("instance").toUri().toString());
        ClassLoader loader = here.getBundle(0).getClass().getClassLoader();
        framework = ServiceLoader.load(FrameworkFactory.class, loader)
                .findFirst()
                .orElseThrow()
                .newFramework(configuration);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (String name :
                Stream.concat(BUNDLES.stream(), Netty.bundles().stream()).toList()) {
            Path jar = Path.of(System.getProperty("bundles.dir"), name + ".jar");
            installed.add(install("reference:" + jar.toUri(), null));
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    private Bundle install(String location, InputStream jar) throws BundleException {
        return framework.getBundleContext().installBundle(location, jar);
    }

    /** Installs and starts the bundle that talks to us. */
    Bundle startPeer(InputStream jar) throws BundleException {
        Bundle peer = install("test:peer", jar);
        peer.start();
        return peer;
    }

    /** Stops all its bundles. */
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(60_000);
    }

    /** Starts all its bundles again. */
    Framework start() throws BundleException {
        framework.start();
        return framework;
    }

    /** Stops the framework and deletes its storage. */
    void end() throws BundleException, InterruptedException, IOException {
        stop();
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder()).forEach(OtherFramework::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
