package io.helve.itest.tenant.impl;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFiles;
import io.helve.itest.tenant.Tenant;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The tenant: careless on purpose, it stops without cancelling or closing anything. */
public final class TenantActivator implements BundleActivator, Tenant {
    private final Queue<AioError> endings = new ConcurrentLinkedQueue<>();
    private final Queue<ServiceReference<?>> obtained = new ConcurrentLinkedQueue<>();
    private BundleContext context;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        context.registerService(Tenant.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters and lets go
    }

    @Override
    public AioFactory factory() {
        return obtain(AioFactory.class);
    }

    @Override
    public AioFiles files() {
        return obtain(AioFiles.class);
    }

    @Override
    public StreamFactory streams() {
        return obtain(StreamFactory.class);
    }

    @Override
    public SpSockets sockets() {
        return obtain(SpSockets.class);
    }

    private <S> S obtain(Class<S> type) {
        // of services that have gone: in Equinox a reference keeps its service
        obtained.removeIf(reference -> reference.getBundle() == null);
        ServiceReference<S> reference = context.getServiceReference(type);
        obtained.add(reference);
        return context.getService(reference);
    }

    @Override
    public void startPending(int operations) {
        AioFactory factory = factory();
        for (int i = 0; i < operations; i++) {
            factory.sleep(Aio.INFINITE, factory.alloc(this::ended));
        }
        // one on the wheel too, far away, and a future that nobody keeps
        Aio timed = factory.alloc(Aio::result);
        timed.setTimeout(Duration.ofHours(1));
        factory.sleep(Aio.INFINITE, timed);
        files().open(context.getDataFile("left open").toPath(), factory.alloc(Aio::result), CREATE, WRITE);
        factory.submit(aio -> factory.sleep(Duration.ofHours(2), aio)).whenComplete((aio, failure) -> endings.size());
    }

    @Override
    public void leaveSocketsOpen(String url) throws InterruptedException {
        new OpenSockets(sockets(), factory(), this::ended).leave(url);
    }

    @Override
    public void leaveTraces() throws Exception {
        Traces traces = new Traces(factory());
        traces.onWorkers();
        traces.inAnExecutor();
        traces.ofSockets(sockets());
        traces.onAnEventLoop(streams());
    }

    @Override
    public void connect(String url) throws Exception {
        StreamListener listener = streams().listener(url);
        listener.listen();
        listener.acceptAsync();
        streams().dialer(listener.dialUrl()).dialAsync().get(30, TimeUnit.SECONDS);
        SpSocket pull = sockets().open(SpProtocol.PULL);
        SpSocket push = sockets().open(SpProtocol.PUSH);
        push.dial(pull.listen(url).dialUrl());
        push.send("hello");
        pull.receive().close();
    }

    private void ended(Aio aio) {
        endings.add(aio.result());
    }

    @Override
    public Collection<AioError> endings() {
        return endings;
    }

    @Override
    public void letGo() {
        for (var reference = obtained.poll(); reference != null; reference = obtained.poll()) {
            context.ungetService(reference);
        }
    }
}
