package io.helve.ops.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.ops.RuntimeSources;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beans for pools, tenants, sockets, dialers, listeners and streams come and go with them. */
class JmxViewsTest extends SocketTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private JmxViews views;

    @BeforeEach
    void register() {
        views = views("first");
    }

    @AfterEach
    void remove() throws JMException {
        views.close();
        assertEquals(Set.of(), names("*"));
    }

    private JmxViews views(String framework) {
        return new JmxViews(new Observed(new RuntimeSources(runtime)), framework, Duration.ofMillis(20));
    }

    private static Set<ObjectName> names(String keys) throws JMException {
        return SERVER.queryNames(new ObjectName("io.helve:" + keys), null);
    }

    /** Waits for the only bean with some keys. */
    private static ObjectName bean(String keys) throws JMException {
        AtomicReference<ObjectName> only = new AtomicReference<>();
        eventually(() -> {
            Set<ObjectName> found = names(keys);
            found.forEach(only::set);
            return found.size() == 1;
        });
        return only.get();
    }

    @Test
    void aPoolAndItsTenantHaveBeans() throws Exception {
        Aio aio = helve.handle();
        ObjectName pool = bean("type=Pool,name=test");
        ObjectName tenant = bean("type=Tenant,pool=test,*");
        assertEquals("test", SERVER.getAttribute(tenant, "Name"));
        long started = (long) SERVER.getAttribute(pool, "StartedOperations");
        factory.sleep(Aio.INFINITE, aio);
        eventually(() -> (long) SERVER.getAttribute(pool, "StartedOperations") == started + 1);
        eventually(() -> (long) SERVER.getAttribute(tenant, "PendingOperations") == 1);
        eventually(() -> {
            CompositeData[] handles = (CompositeData[]) SERVER.getAttribute(pool, "OldestHandles");
            return handles.length > 0
                    && handles[0].get("operation").equals("a sleep")
                    && handles[0].get("state").equals("PENDING");
        });
        assertEquals(0, ((CompositeData[]) SERVER.getAttribute(pool, "RunningCallbacks")).length);
        aio.cancel();
    }

    @Test
    void socketsAndEndpointsHaveBeansUntilTheyAreClosed() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        push.send(messages.of("hello"));
        pull.receive();
        ObjectName socket = bean("type=Socket,id=" + push.id());
        assertEquals("push", SERVER.getAttribute(socket, "Protocol"));
        eventually(() -> (long) SERVER.getAttribute(socket, "SentMessages") == 1);
        ObjectName dialer = bean("type=Dialer,*");
        ObjectName listener = bean("type=Listener,*");
        eventually(() -> SERVER.getAttribute(dialer, "State").equals("connected"));
        eventually(() -> SERVER.getAttribute(listener, "State").equals("listening"));
        ObjectName streams = bean("type=Streams");
        eventually(() -> SERVER.getAttribute(streams, "Streams").equals(2)); // what is shown may be half a second old

        SERVER.invoke(socket, "close", null, null);
        eventually(() ->
                names("type=Socket,*").size() == 1 && names("type=Dialer,*").isEmpty());
        SERVER.invoke(listener, "close", null, null);
        eventually(() -> names("type=Listener,*").isEmpty());
    }

    @Test
    void listenersAreNotifiedOfWhatHasHappenedSinceTheLastLook() throws Exception {
        ObjectName pool = bean("type=Pool,name=test");
        Queue<Notification> events = new ConcurrentLinkedQueue<>();
        SERVER.addNotificationListener(pool, (event, handback) -> events.add(event), null, null);
        Aio aio = helve.closing(factory.alloc(done -> {
            throw new IllegalStateException("as the test wants it");
        }));
        factory.sleep(Duration.ZERO, aio);
        eventually(() -> !events.isEmpty());
        Notification event = events.remove();
        assertEquals(PoolMXBean.CALLBACK_FAILED, event.getType());
        assertEquals(1L, event.getUserData());
        assertEquals("1 callbacks of pool test threw", event.getMessage());
        assertEquals(pool, event.getSource());
        helve.log().expect("Callback of");
    }

    @Test
    void twoFrameworksInOneProcessHaveBeansOfTheirOwn() throws Exception {
        bean("type=Pool,name=test");
        JmxViews second = views("second");
        ObjectName other = bean("type=Pool,name=test,framework=second");
        assertEquals("test", SERVER.getAttribute(other, "Name"));
        eventually(() -> names("type=Streams,*").size() == 2);
        second.close();
        assertEquals(Set.of(), names("*,framework=second"));
        assertTrue(names("type=Pool,*").size() == 1);
    }
}
