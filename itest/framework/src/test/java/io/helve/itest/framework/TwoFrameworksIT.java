package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.aio.Aio;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Sockets of two frameworks speak with each other, as those of two processes do. */
public class TwoFrameworksIT extends SocketsTest {
    private static final Duration MOMENT = Duration.ofMillis(100);

    private Bundle tenant;
    private SpSockets sockets;
    private SpSocket rep;
    private SpSocket req;
    private SpSocket pub;
    private SpSocket sub;
    private OtherFramework other;

    @Test
    public void requestsAndPublicationsGoBothWaysOverIpc() throws Exception {
        requestsAndPublicationsGoBothWays("ipc");
    }

    @Test
    public void requestsAndPublicationsGoBothWaysOverTcp() throws Exception {
        requestsAndPublicationsGoBothWays("tcp");
    }

    private void requestsAndPublicationsGoBothWays(String scheme) throws Exception {
        sockets(); // are there
        tenant = Tenants.start(context, "tenant");
        sockets = Tenants.tenant(tenant).sockets();
        rep = limited(sockets.open(SpProtocol.REP));
        req = limited(sockets.open(SpProtocol.REQ));
        pub = limited(sockets.open(SpProtocol.PUB));
        sub = limited(sockets.open(SpProtocol.SUB));
        sub.subscribe("again news");
        Map<String, String> properties = Map.of(
                "home.rep", rep.listen(address(scheme)).dialUrl().toString(),
                "home.pub", pub.listen(address(scheme)).dialUrl().toString(),
                "peer.rep", address(scheme),
                "peer.pub", address(scheme));
        other = new OtherFramework(context, properties);
        List<String> urls = startedAndWelcomed(() -> other.startPeer(Tenants.peer(context)));
        req.dial(urls.get(0));
        sub.dial(urls.get(1));
        aRequestIsAnswered();
        aPublicationComesBack();
        if (scheme.equals("ipc")) { // its addresses stay
            ourDialersConnectAgain();
        }
    }

    @After
    public void endAll() throws Exception {
        List.of(rep, req, pub, sub).forEach(SpSocket::close);
        tenant.uninstall();
        if (other != null) {
            other.end();
        }
    }

    private List<String> startedAndWelcomed(Callable<?> starting) throws Exception {
        List<String> urls = new ArrayList<>();
        Thread welcome = new Thread(() -> welcome(urls), "test-welcome");
        welcome.start();
        starting.call();
        welcome.join();
        return urls;
    }

    /** The other one asks us, and says where it is to be found. */
    private void welcome(List<String> urls) {
        try {
            urls.addAll(List.of(text(rep.receive()).split(" ")));
            rep.send(sockets.messages().of("welcome"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void aRequestIsAnswered() throws InterruptedException {
        req.send(sockets.messages().of("hello"));
        assertEquals("hello, says the other framework", text(req.receive()));
    }

    /**
     * It goes to the other framework and is published there again; nobody knows when all are connected, so it is
     * repeated.
     */
    private void aPublicationComesBack() throws InterruptedException {
        try (Aio aio = factory().alloc()) {
            sub.receive(aio);
            do {
                pub.send(sockets.messages().of("news of today"));
            } while (!aio.await(MOMENT));
            Message received = aio.check().getMessage();
            assertEquals("again news of today", text(received));
        }
        while (sub.tryReceive() != null) {
            // those repeated
        }
    }

    private void ourDialersConnectAgain() throws Exception {
        other.stop();
        eventually("pipes gone").until(() -> pipes(req) + pipes(sub) + pipes(pub) + pipes(rep) == 0);
        startedAndWelcomed(other::start);
        aRequestIsAnswered();
        aPublicationComesBack();
    }
}
