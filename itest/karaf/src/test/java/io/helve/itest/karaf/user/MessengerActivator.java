package io.helve.itest.karaf.user;

import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle that uses sockets: called, it asks and answers itself, over tcp if there are byte streams, and leaves a
 * receive waiting.
 */
public final class MessengerActivator implements BundleActivator, Callable<String>, Supplier<List<String>> {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<String> endings = new CopyOnWriteArrayList<>();
    private BundleContext context;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        context.registerService(Callable.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // leaves its sockets open: the service must close them
    }

    /** Returns what went over the connection, and what carried it. */
    @Override
    public String call() throws Exception {
        AioFactory factory = context.getService(context.getServiceReference(AioFactory.class));
        SpSockets sockets = context.getService(context.getServiceReference(SpSockets.class));
        boolean streams = context.getServiceReference(StreamFactory.class) != null;
        SpSocket rep = sockets.open(SpProtocol.REP).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        SpSocket req = sockets.open(SpProtocol.REQ).set(SpOptions.RECEIVE_TIMEOUT, SOON);
        String url = rep.listen(streams ? "tcp://127.0.0.1:0" : "inproc://karaf")
                .dialUrl()
                .toString();
        req.dial(url);
        req.send(sockets.messages().of("ping"));
        Message message = rep.receive();
        String asked = text(message);
        rep.send(sockets.messages().of("pong"));
        String answered = text(req.receive());
        rep.receive(factory.alloc(pending -> endings.add(pending.result().name())));
        return asked + ", " + answered + " over " + url.substring(0, url.indexOf(':'));
    }

    private static String text(Message message) {
        return new String(message.toByteArray());
    }

    /** Returns how the pending operation ended. */
    @Override
    public List<String> get() {
        return endings;
    }
}
