package io.helve.itest.peer;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Answers requests and publishes again what it hears, at addresses of its own; where these are, it tells the tests by a
 * request. It closes nothing when it stops.
 */
public final class PeerActivator implements BundleActivator {
    private AioFactory factory;
    private SpSockets sockets;

    @Override
    public void start(BundleContext context) throws Exception {
        factory = service(context, AioFactory.class);
        sockets = service(context, SpSockets.class);
        SpSocket rep = sockets.open(SpProtocol.REP);
        String repUrl = listen(rep, context.getProperty("peer.rep"));
        SpSocket pub = sockets.open(SpProtocol.PUB);
        String pubUrl = listen(pub, context.getProperty("peer.pub"));
        answer(rep);
        relay(context.getProperty("home.pub"), pub);

        SpSocket req = sockets.open(SpProtocol.REQ)
                .set(SpOptions.SEND_TIMEOUT, Duration.ofSeconds(60))
                .set(SpOptions.RECEIVE_TIMEOUT, Duration.ofSeconds(60));
        req.dial(context.getProperty("home.rep"));
        req.send(sockets.messages().of(repUrl + " " + pubUrl));
        req.receive();
        req.close();
    }

    private static <S> S service(BundleContext context, Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        S service = tracker.waitForService(30_000);
        if (service == null) {
            throw new IllegalStateException("no service " + type.getName());
        }
        return service;
    }

    private static String listen(SpSocket socket, String url) {
        return socket.listen(url).dialUrl().toString();
    }

    private void answer(SpSocket rep) {
        Aio receive = factory.alloc(received -> {
            if (received.result() == AioError.OK) {
                String answer = text(received.getMessage()) + ", says the other framework";
                rep.trySend(sockets.messages().of(answer));
                rep.receive(received);
            }
        });
        rep.receive(receive);
    }

    private void relay(String url, SpSocket pub) {
        SpSocket sub = sockets.open(SpProtocol.SUB).set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
        sub.subscribe("news");
        sub.dialer(url).startInBackground();
        Aio receive = factory.alloc(received -> {
            if (received.result() == AioError.OK) {
                Message message = received.getMessage();
                pub.trySend(sockets.messages().of("again " + text(message)));
                sub.receive(received);
            }
        });
        sub.receive(receive);
    }

    private static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void stop(BundleContext context) {
        // leaves everything open: the services must end it
    }
}
