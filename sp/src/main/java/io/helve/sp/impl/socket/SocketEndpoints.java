package io.helve.sp.impl.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.MemoryBudget;
import io.helve.message.Messages;
import io.helve.sp.DropReason;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.endpoint.AwaitedTransport;
import io.helve.sp.impl.endpoint.Dialer;
import io.helve.sp.impl.endpoint.Endpoint;
import io.helve.sp.impl.endpoint.EndpointHost;
import io.helve.sp.impl.endpoint.LingeringPipes;
import io.helve.sp.impl.endpoint.Listener;
import io.helve.sp.impl.endpoint.Transports;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeSource;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamUrl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The dialers and listeners of a socket. */
final class SocketEndpoints implements EndpointHost {
    private final Socket socket;

    @GuardedBy("this")
    private final Set<Endpoint> open = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean closed;

    /** The endpoints that the socket had when it was closed. */
    @GuardedBy("this")
    private List<Endpoint> closing = List.of();

    SocketEndpoints(Socket socket) {
        this.socket = socket;
    }

    SpDialer dial(StreamUrl url) throws InterruptedException {
        SpDialer dialer = dialer(url);
        boolean started = false;
        try {
            dialer.start();
            started = true;
        } finally {
            if (!started) {
                dialer.close();
            }
        }
        return dialer;
    }

    SpDialer dialer(StreamUrl url) {
        requireOpen();
        SpRuntime runtime = socket.tenant().runtime();
        return open(new Dialer(runtime.nextId(), this, url, runtime.transport(url.scheme())));
    }

    SpListener listen(StreamUrl url) {
        SpListener listener = listener(url);
        boolean started = false;
        try {
            listener.start();
            started = true;
        } finally {
            if (!started) {
                listener.close();
            }
        }
        return listener;
    }

    SpListener listener(StreamUrl url) {
        requireOpen();
        SpRuntime runtime = socket.tenant().runtime();
        return open(new Listener(runtime.nextId(), this, url, runtime.transport(url.scheme())));
    }

    /** Checks first, because the tenant of a closed socket may be gone, and making a handle would fail less clearly. */
    private synchronized void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, socket + " is closed");
        }
    }

    private <E extends Endpoint> E open(E endpoint) {
        endpoint.complete();
        boolean kept;
        synchronized (this) {
            kept = !closed;
            if (kept) {
                open.add(endpoint);
            }
        }
        SpTransport transport = endpoint.transport();
        if (kept
                && (transport instanceof AwaitedTransport
                        || transports().has(transport))) { // it may have been unregistered meanwhile
            return endpoint;
        }
        endpoint.close();
        throw kept
                ? new AioException(AioError.ENOTSUP, "the transport for " + endpoint.url() + " has gone")
                : new AioException(AioError.ECLOSED, socket + " is closed");
    }

    @Override
    public void forget(Endpoint endpoint) {
        synchronized (this) {
            open.remove(endpoint);
        }
        socket.lock();
        List<Pipe> ending;
        try {
            ending = socket.pipes().of(endpoint);
        } finally {
            socket.unlock();
        }
        ending.forEach(Pipe::close);
    }

    @Override
    public SpSocket socket() {
        return socket;
    }

    @Override
    public AioFactory factory() {
        return socket.tenant().factory();
    }

    @Override
    public Messages messages() {
        return socket.tenant().runtime().messages();
    }

    @Override
    public LingeringPipes lingeringPipes() {
        return socket.tenant().lingeringPipes();
    }

    @Override
    public MemoryBudget allDirectMemory() {
        return socket.tenant().runtime().directMemory();
    }

    @Override
    public MemoryBudget directMemory() {
        return socket.tenant().directMemory();
    }

    @Override
    public Transports transports() {
        return socket.tenant().runtime();
    }

    @Override
    public OptionSet endpointOptions() {
        return socket.endpointOptions();
    }

    @Override
    public void admit(SpTransportPipe connection, PipeSource source) {
        socket.pipes().admit(connection, source);
    }

    @Override
    public void countDropped(DropReason reason) {
        socket.countDropped(reason);
    }

    @Override
    public void countRejected() {
        socket.pipes().countRejected();
    }

    synchronized List<Endpoint> all() {
        return List.copyOf(open);
    }

    List<SpStatistic> statistics() {
        return all().stream().map(Endpoint::statistics).toList();
    }

    /** Closes the dialers and listeners of a transport that is unregistered. */
    void transportGone(SpTransport transport) {
        for (Endpoint endpoint : all()) {
            if (endpoint.uses(transport)) {
                endpoint.close();
            }
        }
    }

    /** Wakes the dialers and listeners that wait for a transport of one of the schemes. */
    void transportsCame(Set<String> schemes) {
        for (Endpoint endpoint : all()) {
            if (schemes.contains(endpoint.url().scheme())) {
                endpoint.transportCame();
            }
        }
    }

    /** {@return how many dialers and listeners are for one of the schemes} */
    long count(Set<String> schemes) {
        return all().stream()
                .filter(endpoint -> schemes.contains(endpoint.url().scheme()))
                .count();
    }

    void close() {
        synchronized (this) {
            closed = true;
            closing = List.copyOf(open);
        }
        all().forEach(Endpoint::close);
    }

    /** Waits until the transports have released the sockets of the endpoints that {@link #close} has closed. */
    void awaitClosed() {
        List<Endpoint> awaited;
        synchronized (this) {
            awaited = closing;
        }
        awaited.forEach(Endpoint::awaitClosed);
    }
}
