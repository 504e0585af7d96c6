package io.helve.itest.framework;

import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.itest.tenant.Tenant;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/**
 * Bundles stop soon in the middle of traffic of every kind: no handle needs to be ended by force after the drain time.
 */
public class StopTimeIT extends SocketsTest {
    private static final boolean MANY = System.getProperty("itest.stops") != null;

    /** How often each bundle is stopped; many more find rare cases. */
    private static final int ROUNDS = Integer.getInteger("itest.stops", 2);

    private static final long DRAIN_MILLIS = 5000;

    private Bundle redBundle;
    private Bundle blueBundle;
    private Path path;

    @Before
    public void startTwoTenants() throws Exception {
        sockets();
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        path = Files.createTempFile("stop", "");
    }

    @After
    public void uninstallThem() throws Exception {
        redBundle.uninstall();
        blueBundle.uninstall();
        Files.delete(path);
    }

    @Test
    public void implStopsSoonUnderTraffic() throws Exception {
        stopsSoon(bundleNamed("io.helve.impl"));
    }

    @Test
    public void spStopsSoonUnderTraffic() throws Exception {
        stopsSoon(sp());
    }

    @Test
    public void aTenantStopsSoonUnderTraffic() throws Exception {
        stopsSoon(redBundle);
    }

    private void stopsSoon(Bundle stopping) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            sockets();
            Tenant red = Tenants.tenant(redBundle);
            Tenant blue = Tenants.tenant(blueBundle);
            try (Load load = new Load(red.factory(), 50);
                    Writes writes = new Writes(red);
                    Dialogue inproc = new Dialogue(red.factory(), red.sockets(), blue.sockets(), address("inproc"));
                    Dialogue tcp = new Dialogue(red.factory(), red.sockets(), blue.sockets(), address("tcp"));
                    Traffic traffic = new Traffic(red.factory(), new Endpoints(red.streams()), "tcp", 2)) {
                inproc.goesOn(100);
                tcp.goesOn(100);
                traffic.goesOn(10_000);
                eventually("files are written").until(() -> writes.done() > 10);
                load.factoryMayClose();
                long begin = System.nanoTime();
                stopping.stop();
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            }
            stopping.start();
        }
        // In the short run one slow stop may be the machine's. In the long run none may be slow.
        long worst = MANY ? Collections.max(millis) : Collections.min(millis);
        assertTrue(millis.toString(), worst < DRAIN_MILLIS);
    }

    /** Writes to a file that never cease. */
    private final class Writes implements AutoCloseable {
        private final AioFile file;
        private final Aio aio;
        private volatile long done;

        Writes(Tenant tenant) throws Exception {
            file = tenant.files().openAsync(path, StandardOpenOption.WRITE).get(30, TimeUnit.SECONDS);
            AioFactory factory = tenant.factory();
            aio = factory.alloc(this::next);
            next(aio);
        }

        private void next(Aio handle) {
            if (handle.result() == AioError.OK) {
                done++; // written by one callback at a time
                handle.setIov(ByteBuffer.allocate(4096));
                file.write(0, handle);
            }
        }

        long done() {
            return done;
        }

        @Override
        public void close() {
            file.close();
            aio.close();
        }
    }
}
