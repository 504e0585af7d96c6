package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamUrl;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that goes over byte streams. */
public final class StreamTransport implements SpTransport, AutoCloseable {
    private final AioFactory factory;
    private final Supplier<StreamFactory> streams;
    private final Buffers buffers = new Buffers();

    /** Guarded by itself: pipes that are closing. */
    private final Set<StreamPipe> lingering = new HashSet<>();

    /**
     * Creates a transport.
     *
     * @param factory makes the handles of its operations
     * @param streams gives what makes streams at that moment, or null if there is nothing
     */
    public StreamTransport(AioFactory factory, Supplier<StreamFactory> streams) {
        this.factory = factory;
        this.streams = streams;
    }

    @Override
    public Set<String> schemes() {
        return Framing.SCHEMES;
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new ConnectionDialer(this, url, host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new ConnectionListener(this, url, host);
    }

    AioFactory factory() {
        return factory;
    }

    Buffers buffers() {
        return buffers;
    }

    StreamFactory streams() {
        StreamFactory present = streams.get();
        if (present == null) {
            throw new AioException(AioError.ENOTSUP, "there are no byte streams; is io.helve.net there?");
        }
        return present;
    }

    void lingers(StreamPipe pipe) {
        synchronized (lingering) {
            lingering.add(pipe);
        }
    }

    void closed(StreamPipe pipe) {
        synchronized (lingering) {
            if (lingering.remove(pipe)) {
                lingering.notifyAll();
            }
        }
    }

    /** Waits until pipes that are closing are closed, which takes a bounded time. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + StreamPipe.LINGER.toNanos();
        boolean interrupted = false;
        synchronized (lingering) {
            while (!lingering.isEmpty() && !interrupted) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                try {
                    lingering.wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
