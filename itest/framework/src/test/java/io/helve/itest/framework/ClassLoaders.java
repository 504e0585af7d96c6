package io.helve.itest.framework;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The class loaders that bundles have had before they were updated or refreshed. None of them may be kept, not even by
 * threads of ours that have ended: Felix may remember these for as long as a bundle whose classes they have loaded.
 */
final class ClassLoaders {
    private final List<WeakReference<ClassLoader>> noted = new ArrayList<>();
    private final Set<Thread> threads = new HashSet<>();

    /** Notes the present loader of a bundle, which is about to be replaced, and remembers all threads of ours. */
    void note(Bundle bundle) {
        noted.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-"))
                .forEach(threads::add);
    }

    /** Waits until all noted loaders are collected. */
    void awaitCollected() {
        FrameworkTest.eventually("no class loader is kept")
                .atMost(Duration.ofMinutes(4))
                .until(() -> {
                    System.gc();
                    noted.removeIf(loader -> loader.refersTo(null));
                    return noted.isEmpty();
                });
    }
}
