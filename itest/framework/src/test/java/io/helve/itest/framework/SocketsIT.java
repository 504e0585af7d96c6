package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** Sockets of two bundles, over inproc: they speak with each other, and end with their bundles. */
public class SocketsIT extends FrameworkTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Bundle redBundle;
    private Bundle blueBundle;
    private SpSockets red;
    private SpSockets blue;

    @Override
    @Configuration
    public Option[] bundles() {
        return CoreOptions.options(CoreOptions.composite(super.bundles()), file("io.helve.sp"));
    }

    @Before
    public void startTwoTenants() throws Exception {
        service(SpSockets.class);
        redBundle = Tenants.start(context, "tenant.red");
        blueBundle = Tenants.start(context, "tenant.blue");
        red = sockets(redBundle.getBundleContext());
        blue = sockets(blueBundle.getBundleContext());
    }

    @After
    public void uninstallThem() throws Exception {
        redBundle.uninstall();
        blueBundle.uninstall();
        SpStatistics statistics = service(SpStatistics.class);
        eventually("no socket open")
                .until(() -> statistics.snapshot().children().isEmpty());
    }

    /** Obtains the service as that bundle. */
    private static SpSockets sockets(BundleContext user) {
        return user.getService(user.getServiceReference(SpSockets.class));
    }

    private static SpSocket limited(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, SOON).set(SpOptions.RECEIVE_TIMEOUT, SOON);
    }

    private static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    public void aRequestOfOneBundleIsAnsweredByTheOther() throws Exception {
        SpSocket rep = limited(red.open(SpProtocol.REP));
        SpSocket req = limited(blue.open(SpProtocol.REQ));
        rep.listen("inproc://itest");
        req.dial("inproc://itest");
        req.send(blue.messages().of("ping"));
        Message request = rep.receive();
        assertEquals("ping", text(request));
        assertEquals(rep.id(), SpPipe.of(request).socket().id());
        rep.send(service(Messages.class).of("pong"));
        assertEquals("pong", text(req.receive()));
    }

    @Test
    public void aPublicationReachesTheOtherBundle() throws Exception {
        SpSocket pub = limited(red.open(SpProtocol.PUB));
        SpSocket sub = limited(blue.open(SpProtocol.SUB));
        sub.subscribe("news");
        pub.listen("inproc://itest");
        sub.dial("inproc://itest");
        eventually("the subscriber")
                .until(() -> pub.statistics().child("pipes").orElseThrow().value() == 1);
        pub.send(red.messages().of("weather"));
        pub.send(red.messages().of("news of today"));
        assertEquals("news of today", text(sub.receive()));
    }

    @Test
    public void socketsEndWithTheirBundle() throws Exception {
        SpSocket pull = red.open(SpProtocol.PULL);
        SpSocket push = blue.open(SpProtocol.PUSH);
        pull.listen("inproc://itest");
        push.dial("inproc://itest");
        AioFactory factory = service(AioFactory.class);
        try (Aio aio = factory.alloc()) {
            pull.receive(aio);
            redBundle.stop();
            assertTrue(aio.await(SOON));
            assertEquals(AioError.ECLOSED, aio.result());
        }
        eventually("the pipe is gone")
                .until(() -> push.statistics().child("pipes").orElseThrow().value() == 0);
        AioException e = assertThrows(AioException.class, () -> red.open(SpProtocol.PULL));
        assertEquals(AioError.ECLOSED, e.error());
        redBundle.start();
        limited(sockets(redBundle.getBundleContext()).open(SpProtocol.PULL)).listen("inproc://itest");
    }

    @Test
    public void eachBundleHasQuotasThatChangeAtRunTime() throws Exception {
        SpSocket pull = limited(red.open(SpProtocol.PULL));
        pull.listen("inproc://itest");
        Configured configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.sp");
        try {
            configuration.update(Map.of("sockets.max", 1, "pipes.max", "1"));
            eventually("in force").until(() -> isRefused(red));
            SpSocket push = limited(blue.open(SpProtocol.PUSH));
            assertTrue(isRefused(blue));
            push.dial("inproc://itest");
            eventually("one pipe")
                    .until(() -> pull.statistics().child("pipes").orElseThrow().value() == 1);
            push.dialer("inproc://itest").startInBackground();
            eventually("a second one is refused")
                    .until(() -> pull.statistics().child("reject").orElseThrow().value()
                                    + push.statistics()
                                            .child("reject")
                                            .orElseThrow()
                                            .value()
                            > 0);
            push.send(blue.messages().of("still open"));
            assertEquals("still open", text(pull.receive()));
        } finally {
            configuration.delete();
        }
        eventually("lifted").until(() -> !isRefused(red));
    }

    private static boolean isRefused(SpSockets sockets) {
        try {
            sockets.open(SpProtocol.PUB).close();
            return false;
        } catch (AioException e) {
            assertEquals(AioError.ENOMEM, e.error());
            return true;
        }
    }

    @Test
    public void theBundleOfSocketsCanBeStartedAgain() throws Exception {
        Bundle sp = bundleNamed("io.helve.sp");
        SpSocket pull = red.open(SpProtocol.PULL);
        pull.listen("inproc://itest");
        try (Aio aio = service(AioFactory.class).alloc()) {
            pull.receive(aio);
            sp.stop();
            assertTrue(aio.await(SOON));
            assertEquals(AioError.ECLOSED, aio.result());
        }
        assertTrue(references(SpSockets.class).isEmpty());
        sp.start();
        service(SpSockets.class);
        sockets(redBundle.getBundleContext()).open(SpProtocol.PULL).listen("inproc://itest");
    }
}
