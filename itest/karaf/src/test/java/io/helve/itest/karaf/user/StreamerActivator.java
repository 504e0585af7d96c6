package io.helve.itest.karaf.user;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that uses byte streams: called, it has a connection with itself and leaves a listener waiting. */
public final class StreamerActivator implements BundleActivator, Callable<String>, Supplier<List<String>> {
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private BundleContext context;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        context.registerService(Callable.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // leaves its operation pending: the service must end it
    }

    /** Returns what went over the connection, and what carried it. */
    @Override
    public String call() throws Exception {
        AioFactory factory = context.getService(context.getServiceReference(AioFactory.class));
        StreamFactory streams = context.getService(context.getServiceReference(StreamFactory.class));
        StreamListener listener = streams.listener("tcp://127.0.0.1:0");
        listener.listen();
        try (Aio accept = factory.alloc();
                Aio aio = factory.alloc()) {
            listener.accept(accept);
            streams.dialer(listener.dialUrl().toString()).dial(aio);
            aio.await();
            accept.await();
            Stream dialed = (Stream) aio.check().getOutput(0);
            Stream accepted = (Stream) accept.check().getOutput(0);
            aio.setIov(ByteBuffer.wrap("hello".getBytes()));
            dialed.send(aio);
            aio.await();
            aio.check();
            ByteBuffer received = ByteBuffer.allocate(5);
            while (received.hasRemaining()) {
                accept.setIov(received);
                accepted.receive(accept);
                accept.await();
                accept.check();
            }
            listener.accept(
                    factory.alloc(pending -> endings.add(pending.result().name())));
            return new String(received.array()) + " over " + dialed.get(StreamProperty.TRANSPORT);
        }
    }

    /** Returns how the pending operations ended. */
    @Override
    public List<String> get() {
        return endings;
    }
}
