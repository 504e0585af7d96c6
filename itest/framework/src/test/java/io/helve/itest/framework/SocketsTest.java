package io.helve.itest.framework;

import static org.ops4j.pax.exam.CoreOptions.composite;

import io.helve.itest.tenant.Tenant;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.After;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** What all tests of sockets over byte streams share: nothing is open at the end, neither sockets nor streams. */
public abstract class SocketsTest extends StreamsTest {
    protected static final Duration SOON = Duration.ofSeconds(60);

    @Override
    @Configuration
    public Option[] bundles() {
        return CoreOptions.options(composite(super.bundles()), file("io.helve.sp"));
    }

    @After
    public void noSocketIsLeft() throws Exception {
        sp().start();
        eventually("no socket open")
                .until(() -> service(SpStatistics.class).snapshot().children().isEmpty());
    }

    protected Bundle sp() {
        return bundleNamed("io.helve.sp");
    }

    /** Waits until everything is there that sockets need. */
    protected SpSockets sockets() {
        awaitScheme("tcp");
        return eventually("transports over streams")
                .until(
                        () -> service(SpSockets.class),
                        sockets -> sockets.schemes().containsAll(Set.of("inproc", "tcp", "ipc")));
    }

    /** Requests and answers between two bundles. */
    protected Dialogue dialogue(Tenant answering, Tenant asking, String scheme) throws Exception {
        sockets();
        return new Dialogue(factory(), answering.sockets(), asking.sockets(), address(scheme));
    }

    protected static String address(String scheme) throws IOException {
        return switch (scheme) {
            case "inproc", "memory" -> scheme + "://itest";
            default -> Endpoints.address(scheme);
        };
    }

    protected static SpSocket limited(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
    }

    protected static long pipes(SpSocket socket) {
        return socket.statistics().child("pipes").orElseThrow().value();
    }

    protected static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }
}
