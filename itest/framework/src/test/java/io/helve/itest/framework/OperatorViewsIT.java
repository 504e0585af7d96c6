package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        configured.update(Map.of("jmx.interval", 100L));
    }

    private static Set<ObjectName> beans(String keys) throws Exception {
        return SERVER.queryNames(new ObjectName("io.helve:" + keys), null);
    }

    private static ObjectName bean(String keys) throws Exception {
        eventually("the bean " + keys).until(() -> beans(keys).size() == 1);
        return beans(keys).iterator().next();
    }

    @Test
    public void beansShowPoolsBundlesAndSockets() throws Exception {
        try (Connected sockets = connected()) {
            assertEquals("default", SERVER.getAttribute(bean("type=Pool,name=default"), "Name"));
            assertEquals(
                    "push",
                    SERVER.getAttribute(bean("type=Socket,id=" + sockets.push().id()), "Protocol"));
            assertEquals("listening", SERVER.getAttribute(bean("type=Listener,*"), "State"));
            eventually("connected")
                    .until(() ->
                            SERVER.getAttribute(bean("type=Dialer,*"), "State").equals("connected"));
            assertEquals(2, SERVER.getAttribute(bean("type=Streams"), "Streams"));
            String own = "[" + context.getBundle().getBundleId() + "]";
            eventually("the tenant " + own)
                    .until(() -> beans("type=Tenant,*").stream()
                            .anyMatch(name -> name.toString().contains(own)));
            SERVER.invoke(bean("type=Socket,id=" + sockets.pull().id()), "close", null, null);
            eventually("the socket gone").until(() -> beans("type=Socket,*").size() == 1);
        }
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

    private Result check(String name) throws Exception {
        String filter = "(hc.name=" + name + ")";
        eventually(name)
                .until(() ->
                        !context.getServiceReferences(HealthCheck.class, filter).isEmpty());
        ServiceReference<HealthCheck> reference = context.getServiceReferences(HealthCheck.class, filter)
                .iterator()
                .next();
        assertEquals("helve", ((String[]) reference.getProperty(HealthCheck.TAGS))[0]);
        try {
            return context.getService(reference).execute();
        } finally {
            context.ungetService(reference);
        }
    }

    @Test
    public void healthChecksAreServices() throws Exception {
        check("Helve pools");
        Set<String> names = new TreeSet<>();
        for (ServiceReference<HealthCheck> each : references(HealthCheck.class)) {
            names.add((String) each.getProperty(HealthCheck.NAME));
        }
        assertEquals(Set.of("Helve pools", "Helve timers", "Helve listeners", "Helve dialers", "Helve memory"), names);
        for (String name : names) {
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
        assertTrue(check("Helve dialers").isOk());
    }

    @Test
    public void timersAreMeasured() throws Exception {
        eventually("a measurement").until(() -> check("Helve timers").toString().contains("late by"));
    }
}
