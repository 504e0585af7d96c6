package io.helve.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A framework with the bundles that this jar contains under {@code bundles/<start level>/}. The framework begins at
 * start level 1; bundles of higher start levels are installed, and start when a bundle raises the framework's level.
 * The framework's storage is a temporary directory.
 *
 * <p>The command line is a service of the bundle {@code io.helve.shell}: a function from arguments to the exit code.
 */
final class EmbeddedFramework implements AutoCloseable {
    private static final String COMMAND_LINE =
            "(&(objectClass=java.util.function.ToIntFunction)(helve.command.line=true))";
    private static final String BUNDLES = "bundles/";
    private static final long WAIT_MILLIS = 10_000;

    @GuardedBy("this")
    private Path storage;

    @GuardedBy("this")
    private Framework framework;

    @GuardedBy("this")
    private boolean closed;

    /** Starts the framework and all bundles of start level 1. */
    synchronized void start() throws IOException, BundleException, URISyntaxException {
        if (closed) {
            throw new IllegalStateException("interrupted");
        }
        storage = temporaryDirectory();
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                        "1",
                        "felix.log.level",
                        "1",
                        // keeps Gogo from starting on System.in: the command "shell" starts Gogo
                        "gosh.args",
                        "--nointeractive --noshutdown --quiet"));
        framework.init();
        BundleContext context = framework.getBundleContext();
        install(context);
        framework.start();
    }

    private static Path temporaryDirectory() throws IOException {
        try {
            return Files.createTempDirectory("helve-");
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException
                    ? "there is no such directory"
                    : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
            throw new IOException(
                    "no temporary directory can be made in " + System.getProperty("java.io.tmpdir") + ": " + reason, e);
        }
    }

    private static void install(BundleContext context) throws IOException, BundleException, URISyntaxException {
        Path jar = Path.of(EmbeddedFramework.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = Collections.list(file.entries());
            for (JarEntry entry : entries) {
                String name = entry.getName();
                if (name.startsWith(BUNDLES) && name.endsWith(".jar")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Bundle bundle = context.installBundle(name, in);
                        if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                            bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel(name));
                            bundle.start(Bundle.START_ACTIVATION_POLICY);
                        }
                    }
                }
            }
        }
    }

    private static int startLevel(String name) {
        return Integer.parseInt(name.substring(BUNDLES.length(), name.indexOf('/', BUNDLES.length())));
    }

    /** Waits for the command line, which a bundle offers as a service. */
    @SuppressWarnings("unchecked") // the service's type parameter is a convention between the two bundles
    ToIntFunction<String[]> commandLine() throws InterruptedException, InvalidSyntaxException {
        BundleContext context = framework().getBundleContext();
        ServiceTracker<ToIntFunction<String[]>, ToIntFunction<String[]>> services =
                new ServiceTracker<>(context, context.createFilter(COMMAND_LINE), null);
        services.open();
        ToIntFunction<String[]> commandLine = services.waitForService(WAIT_MILLIS);
        if (commandLine == null) {
            throw new IllegalStateException(
                    "no bundle offers a command line; bundles: " + describe(context.getBundles()));
        }
        return commandLine;
    }

    private static String describe(Bundle[] bundles) {
        return Stream.of(bundles)
                .map(bundle -> bundle.getSymbolicName() + (bundle.getState() == Bundle.ACTIVE ? "" : " (not active)"))
                .collect(Collectors.joining(", "));
    }

    private synchronized Framework framework() {
        return framework;
    }

    /** Stops the framework and deletes its storage. A stopped framework cannot be started again. */
    @Override
    public void close() {
        Framework running;
        Path directory;
        synchronized (this) {
            closed = true;
            running = framework;
            directory = storage;
        }
        try {
            if (running != null) {
                running.stop();
                running.waitForStop(WAIT_MILLIS);
            }
        } catch (BundleException e) {
            System.err.println("helve: could not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(directory);
    }

    private static void delete(Path directory) {
        if (directory == null) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("helve: could not delete " + directory + ": " + e.getMessage());
        }
    }
}
