package io.helve.shell.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.shell.failure.ConnectionDiagnosis;
import io.helve.shell.failure.ExitCode;
import io.helve.stream.Stream;
import io.helve.stream.StreamListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Accepts connections and echoes each. While as many are open as allowed, no accept is in progress; the end of a
 * connection starts the next accept.
 */
final class EchoServer implements AutoCloseable {
    private final AioFactory factory;
    private final StreamListener listener;
    private final String name;
    private final Echo.Settings settings;
    private final EchoCounters counters;
    private final Consumer<Throwable> whenFailed;

    @GuardedBy("this")
    private final Set<EchoConnection> open = new HashSet<>();

    /** The handle of the accept in progress; null while as many connections are open as allowed. */
    @GuardedBy("this")
    private Aio accepting;

    @GuardedBy("this")
    private boolean closed;

    EchoServer(
            AioFactory factory,
            StreamListener listener,
            String name,
            Echo.Settings settings,
            EchoCounters counters,
            Consumer<Throwable> whenFailed) {
        this.factory = factory;
        this.listener = listener;
        this.name = name;
        this.settings = settings;
        this.counters = counters;
        this.whenFailed = whenFailed;
    }

    void start() {
        if (!wantsMore()) {
            return;
        }
        Aio aio = factory.alloc(this::accepted);
        boolean first;
        synchronized (this) {
            first = wantsMore();
            accepting = first ? aio : accepting;
        }
        if (first) {
            listener.accept(aio);
        } else {
            aio.close();
        }
    }

    private synchronized boolean wantsMore() {
        return accepting == null && !closed && open.size() < settings.connectionsMax();
    }

    private void accepted(Aio aio) {
        if (aio.result() == AioError.OK) {
            counters.connected();
            admit((Stream) aio.getOutput(0));
        } else if (aio.result() == AioError.ENOFILES) {
            counters.failed(); // the listener pauses until descriptors are free, then goes on
        } else {
            whenFailed.accept(
                    ConnectionDiagnosis.of(ExitCode.FAILED, name, "could not accept connections any more", aio));
            return;
        }
        boolean more;
        synchronized (this) {
            more = !closed && open.size() < settings.connectionsMax();
            if (!more && !closed) {
                accepting = null; // the handle is busy until this callback returns: the next accept takes a new one
            }
        }
        if (more) {
            listener.accept(aio);
        } else {
            aio.reap();
        }
    }

    private void admit(Stream stream) {
        EchoConnection connection;
        try {
            connection = new EchoConnection(factory, stream, settings, counters, this::ended);
        } catch (AioException e) { // no handles left
            counters.failed();
            stream.close();
            return;
        }
        boolean welcome;
        synchronized (this) {
            welcome = !closed;
            if (welcome) {
                open.add(connection);
            }
        }
        if (welcome) {
            connection.start();
        } else {
            connection.reap();
        }
    }

    private void ended(EchoConnection connection) {
        synchronized (this) {
            open.remove(connection);
        }
        try {
            start();
        } catch (AioException e) {
            whenFailed.accept(e);
        }
    }

    /** Closes all connections, and waits until no operation is in progress. */
    @Override
    public void close() {
        List<EchoConnection> left;
        Aio last;
        synchronized (this) {
            closed = true;
            last = accepting;
            left = List.copyOf(open);
            open.clear();
        }
        if (last != null) {
            last.close();
        }
        left.forEach(EchoConnection::close);
    }
}
