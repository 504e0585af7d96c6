package io.helve.itest.framework;

import static org.junit.Assert.assertFalse;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What code of a bundle leaves on threads of Helve's goes with the bundle, although the threads have work of others.
 */
public class LeftOnThreadsIT extends SocketsTest {
    @Test
    public void whatATenantLeavesOnThreadsGoesWithIt() throws Exception {
        sockets();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (Traffic traffic = traffic("tcp", 4)) { // keeps workers and event loops busy
            for (int round = 0; round < 3; round++) {
                loaders.add(leaveTraces());
                traffic.goesOn(1_000);
            }
            eventually("no class loader is kept").atMost(Duration.ofMinutes(4)).until(() -> {
                System.gc();
                loaders.removeIf(loader -> loader.refersTo(null));
                return loaders.isEmpty();
            });
            traffic.goesOn(1_000);
            assertFalse(threads("helve-aio-default-").isEmpty());
            assertFalse(threads("helve-net-").isEmpty());
        }
    }

    private WeakReference<ClassLoader> leaveTraces() throws Exception {
        Bundle bundle = Tenants.start(context, "careless");
        Tenants.tenant(bundle).leaveTraces();
        ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        bundle.uninstall();
        refresh(bundle);
        return new WeakReference<>(loader);
    }
}
