package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** JMX and Felix Health Checks show what bundles use, and go with their bundle. */
public class OperatorViewsIT extends OperatorsTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Before
    public void lookOften() throws Exception {
        Configured configured = new Configured(service(ConfigurationAdmin.class), "io.helve.ops");
        configured.updateIfDifferent(Map.of("jmx.interval", 100L, "health.late", 60_000L));
        // the configuration replaces the views, with all beans and checks
        eventually("the configuration of the views")
                .until(() ->
                        context.getAllServiceReferences("io.helve.ops.osgi.OpsSettings", "(jmx.interval=100)") != null);
    }

    private static Set<ObjectName> beans(String keys) throws Exception {
        return SERVER.queryNames(new ObjectName("io.helve:" + keys), null);
    }

    /**
     * Returns the only bean with these keys. It is asked for once in each look: the beans go and come when the views
     * are configured.
     */
    private static ObjectName bean(String keys) {
        AtomicReference<ObjectName> only = new AtomicReference<>();
        eventually("the bean " + keys).until(() -> {
            Set<ObjectName> found = beans(keys);
            found.forEach(only::set);
            return found.size() == 1;
        });
        return only.get();
    }

    @Test
    public void beansShowPoolsBundlesAndSockets() throws Exception {
        try (Connected sockets = connected()) {
            assertEquals("default", SERVER.getAttribute(bean("type=Pool,name=default"), "Name"));
            assertEquals(
                    "push",
                    SERVER.getAttribute(bean("type=Socket,id=" + sockets.push().id()), "Protocol"));
            awaitAttribute("type=Listener,*", "State", "listening");
            awaitAttribute("type=Dialer,*", "State", "connected");
            awaitAttribute("type=Streams", "Streams", 2);
            String own = "[" + context.getBundle().getBundleId() + "]";
            eventually("the tenant " + own)
                    .until(() -> beans("type=Tenant,*").stream()
                            .anyMatch(name -> name.toString().contains(own)));
            SERVER.invoke(bean("type=Socket,id=" + sockets.pull().id()), "close", null, null);
            eventually("the socket gone").until(() -> beans("type=Socket,*").size() == 1);
        }
    }

    /**
     * Waits for a bean with a value. What a bean shows may be half a second old, and a bean of an older socket may go.
     */
    private static void awaitAttribute(String keys, String attribute, Object value) {
        eventually(keys + " with " + attribute + " " + value)
                .ignoreException(InstanceNotFoundException.class)
                .until(() -> SERVER.getAttribute(bean(keys), attribute).equals(value));
    }

    @Test
    public void beansAndTheirThreadGoWithTheBundle() throws Exception {
        for (int i = 0; i < 20; i++) {
            bean("type=Pool,name=default");
            ops().stop();
            assertEquals(Set.of(), beans("*"));
            assertEquals(0, threads("helve-ops").size());
            ops().start();
        }
    }

    /** Executes a check. Its service may be replaced meanwhile, when the configuration of the views has changed. */
    private Result check(String name) {
        AtomicReference<Result> result = new AtomicReference<>();
        eventually(name).until(() -> {
            for (ServiceReference<HealthCheck> each : references(HealthCheck.class)) {
                HealthCheck check = context.getService(each);
                if (check != null && name.equals(each.getProperty(HealthCheck.NAME))) {
                    assertEquals("helve", ((String[]) each.getProperty(HealthCheck.TAGS))[0]);
                    result.set(check.execute());
                }
                context.ungetService(each);
            }
            return result.get() != null;
        });
        return result.get();
    }

    @Test
    public void healthChecksAreServices() throws Exception {
        Set<String> wanted = Set.of(
                "Helve configuration",
                "Helve pools",
                "Helve timers",
                "Helve listeners",
                "Helve dialers",
                "Helve remote services",
                "Helve memory");
        Set<Object> names = new HashSet<>();
        eventually("all checks").until(() -> {
            names.clear();
            references(HealthCheck.class).forEach(each -> names.add(each.getProperty(HealthCheck.NAME)));
            return names.equals(wanted);
        });
        for (String name : wanted) {
            Result result = check(name);
            assertTrue(name + ": " + result, result.isOk());
        }
    }

    @Test
    public void aDialerWithoutPeerIsUnavailable() throws Exception {
        SpSocket push = limited(sockets().open(SpProtocol.PUSH));
        push.dialer("inproc://nobody").startInBackground();
        eventually("unavailable")
                .until(() -> check("Helve dialers").getStatus() == Result.Status.TEMPORARILY_UNAVAILABLE);
        push.close();
        eventually("available again").until(() -> check("Helve dialers").isOk());
    }

    @Test
    public void aRefusedConfigurationIsVisibleUntilItIsCorrected() throws Exception {
        Configured pool = Configured.ofFactory(service(ConfigurationAdmin.class), "io.helve.aio.pool", "visible");
        pool.update(Map.of("aio.pool", "visible", "threads.min", 0));
        String refusal = "configuration io.helve.aio.pool~visible is refused: threads.min must be 1 to 1024, not 0";
        eventually("unhealthy")
                .until(() -> check("Helve configuration").toString().contains(refusal));
        assertEquals(Result.Status.CRITICAL, check("Helve configuration").getStatus());
        assertTrue(gogo("helve:config").contains("refused: threads.min must be 1 to 1024, not 0"));

        pool.update(Map.of("aio.pool", "visible", "threads.min", 3));
        eventually("healthy").until(() -> check("Helve configuration").isOk());
        String config = gogo("helve:config --json");
        assertTrue(
                config,
                config.contains(
                        "{\"configuration\":\"io.helve.aio.pool~visible\",\"key\":\"threads.min\",\"value\":\"3\","
                                + "\"default\":\"2\",\"from\":\"configuration\"}"));
        pool.delete();
        eventually("gone").until(() -> !gogo("helve:config").contains("visible"));
    }

    @Test
    public void timersAreMeasured() throws Exception {
        eventually("a measurement").until(() -> check("Helve timers").toString().contains("late by"));
    }
}
