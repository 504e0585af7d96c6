package io.helve.shell.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioFactory;
import io.helve.shell.failure.CommandException;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.util.function.Consumer;

/** Sends everything back to any number of peers, until its thread is interrupted. */
public final class Echo {
    /**
     * The options of the server.
     *
     * @param connectionsMax the number of connections that may be open at a time
     * @param depth the number of handles that serve one connection
     * @param buffer the number of bytes that each of these handles moves at a time
     */
    public record Settings(int connectionsMax, int depth, int buffer) {}

    private final AioFactory factory;
    private final StreamConnector endpoints;
    private final Settings settings;
    private final EchoCounters counters;

    @GuardedBy("this")
    private Throwable failure;

    /** Creates a server, for one call of {@link #serve}. */
    public Echo(
            AioFactory factory,
            StreamFactory streams,
            Consumer<StreamEndpoint> options,
            Settings settings,
            EchoCounters counters) {
        this.factory = factory;
        this.endpoints = new StreamConnector(factory, streams, options);
        this.settings = settings;
        this.counters = counters;
    }

    /**
     * Serves until the thread is interrupted.
     *
     * @param ready receives the URL that peers can dial, once the listener is bound
     * @throws InterruptedException when the thread is interrupted
     */
    public void serve(String url, Consumer<StreamUrl> ready) throws CommandException, InterruptedException {
        if (StreamConnector.isDatagrams(url)) {
            try (DatagramEndpoint endpoint = endpoints.datagrams(url);
                    DatagramEcho echo =
                            new DatagramEcho(factory, endpoint, url, settings.depth(), counters, this::fail)) {
                echo.start();
                ready.accept(StreamConnector.where(endpoint, endpoint.localAddress()));
                awaitFailure();
            }
        } else {
            try (StreamListener listener = endpoints.listener(url);
                    EchoServer server = new EchoServer(factory, listener, url, settings, counters, this::fail)) {
                server.start();
                ready.accept(StreamConnector.where(listener, listener.localAddress()));
                awaitFailure();
            }
        }
    }

    private synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    private void awaitFailure() throws CommandException, InterruptedException {
        Throwable cause;
        synchronized (this) {
            while (failure == null) {
                wait();
            }
            cause = failure;
        }
        if (cause instanceof CommandException known) {
            throw known;
        }
        throw new IllegalStateException(cause.toString(), cause);
    }
}
