package io.helve.sp.impl.endpoint;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A transport whose behaviour the test chooses. */
public final class OddTransport implements SpTransport {
    public static final String URL = "odd://anything";

    /** What connect and accept do, {@link #await} but for tests that want another thing. */
    public volatile Consumer<Aio> step = this::await;

    final AtomicInteger steps = new AtomicInteger();

    /** Its dialers and listeners that are open. */
    final AtomicInteger open = new AtomicInteger();

    /** What its dialers and listeners do at the end of being closed. */
    volatile Runnable whenClosed = () -> {};

    /** The socket's side of the dialer that was made last. */
    public volatile SpTransportHost host;

    private AioOperation waiting;

    private final AioCanceller canceller = new AioCanceller() {
        @Override
        public void cancel(AioOperation operation, AioError reason) {
            operation.finish(reason, 0);
        }
    };

    void await(Aio aio) {
        AioOperation operation = AioOperation.start(aio, canceller);
        synchronized (this) {
            waiting = operation;
        }
    }

    public void fail(Aio aio, AioError error) {
        AioOperation operation = AioOperation.start(aio, canceller);
        if (operation != null) {
            operation.finish(error, 0);
        }
    }

    public void connect(Aio aio, SpTransportPipe pipe) {
        AioOperation operation = AioOperation.start(aio, canceller);
        if (operation != null) {
            operation.setOutput(0, pipe);
            operation.finish(AioError.OK, 0);
        }
    }

    /** {@return what waits in {@link #await}, once} */
    synchronized AioOperation takeWaiting() {
        AioOperation taken = waiting;
        waiting = null;
        return taken;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("odd");
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost newHost) {
        host = newHost;
        return new Side(url);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new Side(url);
    }

    private final class Side implements SpTransportDialer, SpTransportListener {
        private final StreamUrl url;

        Side(StreamUrl url) {
            this.url = url;
            open.incrementAndGet();
        }

        @Override
        public void connect(Aio aio) {
            accept(aio);
        }

        @Override
        public void bind() {}

        @Override
        public void accept(Aio aio) {
            steps.incrementAndGet();
            step.accept(aio);
        }

        @Override
        public StreamUrl dialUrl() {
            return url;
        }

        @Override
        public <T> void set(StreamOption<T> option, T value) {
            throw new AioException(AioError.ENOTSUP, "no option " + option);
        }

        @Override
        public <T> T get(StreamOption<T> option) {
            throw new AioException(AioError.ENOTSUP, "no option " + option);
        }

        @Override
        public void close() {
            open.decrementAndGet();
            whenClosed.run();
        }
    }

    /** A connection on which nothing comes. */
    public static class QuietPipe implements SpTransportPipe {
        public volatile SpPipeEnd end;
        volatile boolean closed;

        @Override
        public void attach(SpPipeEnd newEnd) {
            end = newEnd;
        }

        @Override
        public void sendable() {}

        @Override
        public void receivable() {}

        @Override
        public <T> T get(StreamProperty<T> property) {
            return null;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
