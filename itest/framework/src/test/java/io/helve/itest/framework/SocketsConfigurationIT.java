package io.helve.itest.framework;

import io.helve.itest.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** What sockets stand on is configured anew under traffic, and no message is lost. Sockets have no configuration of their own. */
public class SocketsConfigurationIT extends SocketsTest {
    private Bundle redBundle;
    private Bundle blueBundle;
    private Configured pool;
    private Configured streams;

    @Before
    public void startTwoTenants() throws Exception {
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        pool = new Configured(admin, "io.helve.aio");
        streams = new Configured(admin, "io.helve.net");
    }

    @After
    public void uninstallThem() throws Exception {
        pool.delete();
        streams.delete();
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
}
