package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.helve.itest.shout.Shout;
import io.helve.itest.shout.TargetedShout;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import io.helve.stream.provider.StreamProvider;
import io.helve.testkit.FreePorts;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** Helve's bundles may start in any order, with a bundle there that listens in the constructors of its components. */
public class OrderIT extends SocketsTest {
    /** The protocol header of a requester, and a request with its id. */
    private static final byte[] HELLO = {0, 'S', 'P', 0, 0, 0x30, 0, 0};

    private static final byte[] REQUEST = {(byte) 0x80, 0, 0, 1, 'h', 'i'};

    /** Within what time the user has to be up, and how often a start that was slower is tried again. */
    private static final long SOON_MILLIS = 2000;

    private static final int ATTEMPTS = 3;

    private Bundle shout;

    @Before
    public void startAUser() throws Exception {
        System.setProperty(Shout.PORT, Integer.toString(FreePorts.next()));
        System.setProperty(TargetedShout.PORT, Integer.toString(FreePorts.next()));
        System.clearProperty(TargetedShout.FAULT);
        shout = Tenants.startShout(context);
        awaitAnswers();
    }

    @After
    public void stopTheUser() throws Exception {
        shout.uninstall();
        for (Bundle bundle : ours()) {
            bundle.start();
        }
    }

    @Test
    public void theUserIsUpWithinTwoSecondsAfterEachOfThe24OrdersOfStarting() throws Exception {
        List<List<Bundle>> orders = orders(ours());
        assertEquals(24, orders.size());
        List<Long> slow = new ArrayList<>();
        for (List<Bundle> order : orders) {
            assertUpSoon(order, slow);
        }
        assertMostWereFast(orders.size(), slow);
    }

    @Test
    public void theUserIsUpWithinTwoSecondsAfterARestartOfEach() throws Exception {
        List<Long> slow = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (Bundle bundle : ours()) {
                assertUpSoon(List.of(bundle), slow);
            }
        }
        assertMostWereFast(3 * ours().size(), slow);
    }

    /**
     * Stops bundles and starts them in an order, and again if the user was not up in time. One slow start may be the
     * machine's; an order that makes the user wait for something else than its services is slow each time.
     */
    private static void assertUpSoon(List<Bundle> order, List<Long> slow) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (Bundle bundle : order) {
                bundle.stop();
            }
            for (Bundle bundle : order) {
                bundle.start();
            }
            long taken = awaitAnswers();
            if (taken <= SOON_MILLIS) {
                return;
            }
            millis.add(taken);
            slow.add(taken);
        }
        fail(order + ": " + millis + " ms");
    }

    private static void assertMostWereFast(int starts, List<Long> slow) {
        assertTrue(slow.size() + " slow starts for " + starts + ", ms: " + slow, slow.size() < starts / 2);
    }

    @Test
    public void aComponentThatNeedsTcpEndsBeforeTcpGoes() throws Exception {
        System.setProperty("itest.net.goes", "true");
        try {
            for (int round = 0; round < 5; round++) {
                net().stop();
                assertEquals(List.of(), listening(TargetedShout.PORT));
                net().start();
                awaitAnswers();
            }
        } finally {
            System.clearProperty("itest.net.goes");
        }
        assertNull(System.getProperty(TargetedShout.FAULT));
    }

    @Test
    public void thePropertiesOfTheServicesFollowTheSchemes() throws Exception {
        sockets();
        Set<String> ofStreams = schemes(StreamProvider.class, StreamProvider.SCHEME);
        awaitSchemes(StreamFactory.class, StreamFactory.SCHEME, ofStreams);
        Set<String> all = new TreeSet<>(ofStreams);
        all.add("inproc");
        awaitSchemes(SpSockets.class, SpSockets.SCHEME, all);

        net().stop();
        awaitSchemes(SpSockets.class, SpSockets.SCHEME, Set.of("inproc"));
        assertEquals(Set.of("inproc"), service(SpSockets.class).schemes());

        Bundle loop = Tenants.startLoop(context);
        net().start();
        all.add("loop");
        awaitSchemes(SpSockets.class, SpSockets.SCHEME, all);
        loop.uninstall();
        all.remove("loop");
        awaitSchemes(SpSockets.class, SpSockets.SCHEME, all);
    }

    private void awaitSchemes(Class<?> service, String property, Set<String> schemes) {
        eventually(service.getSimpleName() + " with " + schemes)
                .until(() -> schemes(service, property), schemes::equals);
    }

    @Test
    public void theCapabilitiesNameTheSchemes() {
        Set<String> named = new TreeSet<>();
        for (var capability : net().adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service")) {
            if (capability.getAttributes().get("stream.scheme") instanceof List<?> schemes) {
                schemes.forEach(scheme -> named.add(scheme.toString()));
            }
        }
        awaitScheme("tcp");
        awaitSchemes(StreamProvider.class, StreamProvider.SCHEME, named);
    }

    private Set<String> schemes(Class<?> service, String property) {
        ServiceReference<?> reference = eventually("a service " + service.getName())
                .until(() -> context.getServiceReference(service), Objects::nonNull);
        return new TreeSet<>(Arrays.asList((String[]) reference.getProperty(property)));
    }

    private List<Bundle> ours() {
        return List.of(bundleNamed("io.helve.api"), bundleNamed("io.helve.impl"), net(), sp());
    }

    private static List<List<Bundle>> orders(List<Bundle> bundles) {
        if (bundles.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Bundle>> result = new ArrayList<>();
        for (Bundle first : bundles) {
            List<Bundle> others = new ArrayList<>(bundles);
            others.remove(first);
            for (List<Bundle> rest : orders(others)) {
                List<Bundle> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                result.add(order);
            }
        }
        return result;
    }

    /** {@return after how many milliseconds both components have answered} */
    private static long awaitAnswers() {
        long begin = System.nanoTime();
        eventually("answers of both components").until(() -> answers(Shout.PORT) && answers(TargetedShout.PORT));
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static boolean answers(String port) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), Integer.getInteger(port))) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(HELLO);
            out.write(ByteBuffer.allocate(8 + REQUEST.length)
                    .putLong(REQUEST.length)
                    .put(REQUEST)
                    .array());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(HELLO.length);
            byte[] answer = new byte[(int) in.readLong()];
            in.readFully(answer);
            return Arrays.equals(REQUEST, answer);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> listening(String port) {
        return answers(port) ? List.of(port) : List.of();
    }
}
