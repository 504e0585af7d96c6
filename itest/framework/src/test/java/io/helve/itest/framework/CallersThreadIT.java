package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.sp.SpSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * A thread of the framework that has called Helve lives on when Helve's bundles and those of Netty have gone, and keeps
 * no class loader of theirs. This test must not use the testkit, a bundle that is refreshed together with Netty's.
 */
public class CallersThreadIT extends SocketsTest {
    private final ExecutorService caller = Executors.newSingleThreadExecutor();
    private final ClassLoaders loaders = new ClassLoaders();

    @Test
    public void callsLeaveNothingOnAThreadThatLivesOn() throws Exception {
        for (String url : List.of("tcp://127.0.0.1:0", "ws://127.0.0.1:0/path")) {
            eventually("all transports")
                    .until(() -> service(SpSockets.class).schemes().containsAll(Set.of("tcp", "ws")));
            caller.submit(() -> {
                        connect(url);
                        return null;
                    })
                    .get();
            List<Bundle> refreshed = new ArrayList<>(List.of(net(), sp()));
            for (Bundle bundle : context.getBundles()) {
                if (bundle.getSymbolicName().startsWith("io.netty.")) {
                    refreshed.add(bundle);
                }
            }
            refreshed.forEach(loaders::note);
            refresh(refreshed.toArray(Bundle[]::new));
        }
        loaders.awaitCollected();
        caller.shutdown();
    }

    @Test
    public void theThreadThatAllocatesMemoryEndsWithTheBundle() throws Exception {
        eventually("tcp").until(() -> service(SpSockets.class).schemes().contains("tcp"));
        connect("tcp://127.0.0.1:0");
        sp().stop();
        assertEquals(List.of(), threads("helve-memory-sp"));
        sp().start();
    }

    private void connect(String url) throws Exception {
        Bundle bundle = Tenants.start(context, "calling");
        try {
            Tenants.tenant(bundle).connect(url);
        } finally {
            bundle.uninstall();
        }
    }
}
