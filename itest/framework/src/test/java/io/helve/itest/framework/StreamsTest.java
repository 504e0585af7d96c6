package io.helve.itest.framework;

import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;

import io.helve.aio.AioFactory;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** What all tests of byte streams share: Netty's bundles and ours, and nothing open at the end. */
public abstract class StreamsTest extends FrameworkTest {
    @Override
    @Configuration
    public Option[] bundles() {
        return CoreOptions.options(
                composite(super.bundles()),
                composite(Netty.bundles().stream().map(FrameworkTest::file).toArray(Option[]::new)),
                composite(nativeBundles()),
                // behind the native libraries: it would resolve Netty's bundles before these fragments are attached
                file("io.helve.testkit"),
                file("io.helve.net"));
    }

    /** Returns the bundles of native I/O backends, none unless a test says so. */
    protected Option[] nativeBundles() {
        return new Option[0];
    }

    @After
    public void noStreamIsLeft() throws Exception {
        net().start();
        eventually("no stream, dialer or listener open").until(() -> {
            StreamSnapshot snapshot = snapshot();
            return snapshot.streams() == 0 && snapshot.dialers() == 0 && snapshot.listeners() == 0;
        });
    }

    protected Bundle net() {
        return bundleNamed("io.helve.net");
    }

    protected AioFactory factory() {
        return service(AioFactory.class);
    }

    protected StreamFactory streams() {
        return service(StreamFactory.class);
    }

    protected StreamSnapshot snapshot() {
        return service(StreamStatistics.class).snapshot();
    }

    /** Traffic over connections of this bundle. */
    protected Traffic traffic(String scheme, int connections) throws Exception {
        awaitScheme(scheme);
        return new Traffic(factory(), new Endpoints(streams()), scheme, connections);
    }

    protected void awaitScheme(String scheme) {
        eventually("a provider of " + scheme).until(() -> streams().schemes().contains(scheme));
    }

    /** Returns all schemes there are that this machine can use. */
    protected Set<String> usableSchemes() {
        Set<String> schemes = new TreeSet<>(streams().schemes());
        try {
            new ServerSocket(0, 1, InetAddress.getByName("::1")).close();
        } catch (IOException e) { // no IPv6 here
            schemes.removeIf(scheme -> scheme.endsWith("6"));
        }
        return schemes;
    }

    /** Lets a listener echo what dialers send; datagrams, which may be lost, are another thing. */
    protected void trafficOverAllSchemes(Set<String> schemes) {
        for (String scheme : schemes) {
            if (scheme.startsWith("udp")) {
                continue; // datagrams, no streams
            }
            try (Traffic traffic = traffic(scheme, 2)) {
                traffic.goesOn(100_000);
                traffic.endsWithoutLoss();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(scheme, e);
            }
        }
    }

    /** The event loops' threads. */
    protected static void assertNoThreadOfNet() {
        assertTrue(threads("helve-net").toString(), threads("helve-net").isEmpty());
        assertTrue("Netty's global thread", threads("globalEventExecutor").isEmpty());
    }
}
