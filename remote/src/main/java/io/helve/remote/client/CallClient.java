package io.helve.remote.client;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.codec.Cbor;
import io.helve.remote.statistics.ImportedEndpoint.Connection;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes calls, over a connection for each server. */
public final class CallClient implements AutoCloseable {
    private final SpSockets sockets;
    private final AioFactory factory;

    /** For calls whose caller waits: their futures are completed at once, without the completion pool. */
    private final AioFactory inline;

    private final CallFormat format;
    private final ClientSettings settings;
    private final Map<List<StreamUrl>, ServerConnection> connections = new ConcurrentHashMap<>();

    /** Whether the search for idle connections is on. */
    private final AtomicBoolean sweeping = new AtomicBoolean();

    private final Aio sweep;
    private volatile boolean closed;

    /**
     * Creates a client.
     *
     * @param sockets makes the sockets
     * @param factory makes the handles
     * @param format the bytes of calls
     * @param settings limits and TLS
     */
    public CallClient(SpSockets sockets, AioFactory factory, CallFormat format, ClientSettings settings) {
        this.sockets = sockets;
        this.factory = factory;
        this.inline = factory.on(AioFactory.INLINE);
        this.format = format;
        this.settings = settings;
        sweep = factory.alloc(this::closeIdle);
    }

    CallFormat format() {
        return format;
    }

    int answerMax() {
        return settings.answerMax();
    }

    /**
     * The connection to a server.
     *
     * @param state its state
     * @param failure why the last attempt to connect has failed; empty if there is a connection, or none has failed
     */
    public record Link(Connection state, String failure) {}

    /** {@return the connection to a server; this method opens none} */
    public Link link(List<StreamUrl> urls) {
        ServerConnection known = connections.get(urls);
        if (known == null) {
            return new Link(Connection.IDLE, "");
        }
        return known.isConnected()
                ? new Link(Connection.CONNECTED, "")
                : new Link(Connection.CONNECTING, known.failure());
    }

    /** {@return how many connections are open} */
    public int connections() {
        return connections.size();
    }

    /**
     * Sends a call whose caller waits.
     *
     * @param urls the addresses of the server; the first that works is used
     * @param call the bytes
     * @param timeout how long to wait for the answer
     * @return the answer to come; it is completed on a thread that must not run code of others
     */
    CompletableFuture<Message> call(List<StreamUrl> urls, Cbor.Bytes call, Duration timeout) {
        return send(urls, call, timeout, inline);
    }

    /** Sends a call as {@link #call} does; the future is completed on the completion pool. */
    CompletableFuture<Message> callAsync(List<StreamUrl> urls, Cbor.Bytes call, Duration timeout) {
        return send(urls, call, timeout, factory);
    }

    private CompletableFuture<Message> send(
            List<StreamUrl> urls, Cbor.Bytes call, Duration timeout, AioFactory completing) {
        ServerConnection connection;
        try {
            connection = enter(urls);
        } catch (AioException e) {
            return CompletableFuture.failedFuture(failure(e));
        }
        Message message = sockets.messages().alloc();
        try {
            message.append(call.array(), 0, call.size());
            return PendingCall.start(connection.socket(), completing, message, timeout, connection::leave);
        } catch (AioException e) {
            message.free();
            connection.leave();
            return CompletableFuture.failedFuture(failure(e));
        }
    }

    private static RemoteFailure failure(AioException e) {
        boolean ended = e.error() == AioError.ECLOSED || e.error() == AioError.ESTOPPED;
        return ended
                ? new RemoteFailure(Kind.CLOSED, "the client is closed", e)
                : new RemoteFailure(Kind.FAILED, "the call cannot be sent: " + e.getMessage(), e);
    }

    /** {@return the connection to a server, which the call has entered} */
    private ServerConnection enter(List<StreamUrl> urls) {
        while (true) {
            ServerConnection known = connections.get(urls);
            if (known != null && known.enter()) {
                return known;
            }
            if (known != null) {
                connections.remove(urls, known);
            } else {
                add(urls);
            }
        }
    }

    private void add(List<StreamUrl> urls) {
        if (closed) {
            throw new AioException(AioError.ECLOSED, "the client is closed");
        }
        ServerConnection opened = ServerConnection.open(sockets, factory, urls, settings);
        if (connections.putIfAbsent(urls, opened) != null) {
            opened.close();
        }
        if (closed) { // the client may have been closed before the connection was added
            connections.remove(urls, opened);
            opened.close();
        } else if (sweeping.compareAndSet(false, true)) {
            factory.sleep(settings.idle(), sweep);
        }
    }

    private void closeIdle(Aio slept) {
        if (slept.result() != AioError.OK) {
            return;
        }
        connections
                .values()
                .removeIf(connection -> connection.closeIfIdle(settings.idle().toNanos()));
        if (connections.isEmpty()) {
            sweeping.set(false);
            if (connections.isEmpty() || !sweeping.compareAndSet(false, true)) {
                return;
            }
        }
        factory.sleep(settings.idle(), slept);
    }

    /** Closes all connections; calls in progress fail. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        sweep.reap();
        connections.values().removeIf(connection -> {
            connection.close();
            return true;
        });
    }
}
