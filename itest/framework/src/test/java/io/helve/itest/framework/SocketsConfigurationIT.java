package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.itest.tenant.Tenant;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** Sockets, and what they stand on, are configured anew under traffic, and no message is lost. */
public class SocketsConfigurationIT extends SocketsTest {
    private Bundle redBundle;
    private Bundle blueBundle;
    private Configured pool;
    private Configured streams;
    private Configured limits;

    @Before
    public void startTwoTenants() throws Exception {
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        pool = new Configured(admin, "io.helve.aio");
        streams = new Configured(admin, "io.helve.net");
        limits = new Configured(admin, "io.helve.sp");
    }

    @After
    public void uninstallThem() throws Exception {
        pool.delete();
        streams.delete();
        limits.delete();
        redBundle.uninstall();
        blueBundle.uninstall();
    }

    @Test
    public void aChangeUnderTrafficLosesNoMessage() throws Exception {
        Tenant red = Tenants.tenant(redBundle);
        Tenant blue = Tenants.tenant(blueBundle);
        List<Dialogue> all = new ArrayList<>();
        try {
            for (String scheme : List.of("inproc", "ipc", "tcp")) {
                all.add(dialogue(red, blue, scheme));
            }
            for (int threads : new int[] {1, 4, 2, 3}) {
                streams.update(Map.of("threads", threads, "transport", threads % 2 == 0 ? "nio" : "auto"));
                eventually("streams in force").until(() -> snapshot().config().threads() == threads);
                all.forEach(dialogue -> dialogue.goesOn(100));
                pool.update(Map.of("threads.min", threads, "threads.max", threads + 1, "idle.time", 100L * threads));
                eventually("pool in force").until(() -> completionThreads("default") <= threads + 1);
                all.forEach(dialogue -> dialogue.goesOn(100));
            }
            all.forEach(Dialogue::endsInOrder);
        } finally {
            all.forEach(Dialogue::close);
        }
    }

    @Test
    public void limitsOfABundleChangeUnderTrafficAndTheServicesStay() throws Exception {
        Tenant red = Tenants.tenant(redBundle);
        try (Dialogue dialogue = dialogue(red, Tenants.tenant(blueBundle), "tcp")) {
            var before = references(SpSockets.class);
            for (int round = 0; round < 3; round++) {
                limits.update(Map.of("sockets.max", 1));
                eventually("it has one already").until(() -> !mayOpenAnother(red.sockets()));
                dialogue.goesOn(100);
                limits.update(Map.of("sockets.max", "2"));
                eventually("it may have another").until(() -> mayOpenAnother(red.sockets()));
                dialogue.goesOn(100);
            }
            limits.update(Map.of("sockets.max", 0)); // refused as a whole
            limits.update(Map.of("sockets.max", 1));
            eventually("a good one is taken again").until(() -> !mayOpenAnother(red.sockets()));
            dialogue.endsInOrder();
            assertEquals(before, references(SpSockets.class));
        }
    }

    private static boolean mayOpenAnother(SpSockets sockets) {
        try {
            sockets.open(SpProtocol.PAIR0).close();
            return true;
        } catch (AioException e) {
            assertEquals(AioError.ENOMEM, e.error());
            return false;
        }
    }
}
