package io.helve.sp.impl.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.DirectMemorySource;
import io.helve.internal.MemoryBudget;
import io.helve.internal.UnfinishedMessages;
import io.helve.sp.provider.SpMemoryBudget;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamUrl;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * The transport over the streams of {@link StreamFactory}. Sockets can use every scheme for which a stream provider is
 * present at that moment. Each stream says how its messages are framed ({@link MessageFraming}).
 */
public final class StreamTransport implements SpTransport, AutoCloseable {
    private final Supplier<StreamFactory> streams;
    private final DirectBufferPool buffers = new DirectBufferPool();
    private final HandshakingListeners listeners = new HandshakingListeners();
    private final MemoryBudget unfinishedOfAll = UnfinishedMessages.newBudget();

    /** The heap of each tenant, which has one budget of direct memory. */
    @GuardedBy("this")
    private final Map<SpMemoryBudget, TenantHeap> tenants = new WeakHashMap<>();

    /** Allocates within the budget of the runtime whose sockets use this transport; null before the first of them. */
    @GuardedBy("this")
    private DirectMemorySource source;

    /**
     * Creates a transport.
     *
     * @param streams returns the present stream factory, or null if there is none
     */
    public StreamTransport(Supplier<StreamFactory> streams) {
        this.streams = streams;
    }

    @Override
    public Set<String> schemes() {
        StreamFactory present = streams.get();
        return present == null ? Set.of() : present.schemes();
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        prepare(host);
        return new ConnectionDialer(this, url, host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        prepare(host);
        ConnectionListener made = new ConnectionListener(this, url, host);
        listeners.add(made, host.directMemory());
        return made;
    }

    /** {@return the listeners that are open} */
    HandshakingListeners listeners() {
        return listeners;
    }

    /** {@return the direct buffers for the pipes of a dialer or listener of this bundle} */
    TenantBuffers buffers(SpTransportHost host) {
        return new TenantBuffers(buffers, source(host), host.directMemory(), heap(host.directMemory()));
    }

    private synchronized TenantHeap heap(SpMemoryBudget tenant) {
        return tenants.computeIfAbsent(tenant, any -> TenantHeap.of(unfinishedOfAll));
    }

    private void prepare(SpTransportHost host) {
        buffers.prepare(source(host));
    }

    private synchronized DirectMemorySource source(SpTransportHost host) {
        if (source == null) {
            DirectMemorySource made = new DirectMemorySource("helve-memory-sp", host.allDirectMemory());
            made.whenShort(() -> buffers.shrink(made.budget()));
            source = made;
        }
        return source;
    }

    /** Ends the thread that allocates memory. Called when no socket is left. */
    @Override
    public void close() {
        DirectMemorySource closing;
        synchronized (this) {
            closing = source;
        }
        if (closing != null) {
            closing.close();
        }
    }

    StreamFactory streams() {
        StreamFactory present = streams.get();
        if (present == null) {
            throw new AioException(AioError.ENOTSUP, "no byte streams: is io.helve.net installed and started?");
        }
        return present;
    }
}
