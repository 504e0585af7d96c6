package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Sends everything back over one connection, in order, until the peer has ended its side. */
final class EchoConnection implements Pump.Observer, AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Peer peer;
    private final EchoCounters counters;
    private final Consumer<EchoConnection> whenEnded;
    private final Pump pump;
    private final Aio farewell;
    private final AtomicBoolean ended = new AtomicBoolean();

    EchoConnection(
            AioFactory factory,
            Stream stream,
            Echo.Settings settings,
            EchoCounters counters,
            Consumer<EchoConnection> whenEnded) {
        this.peer = new StreamPeer(stream);
        this.counters = counters;
        this.whenEnded = whenEnded;
        int buffer = peer.isMessageOriented() ? 0 : settings.buffer();
        pump = new Pump(factory, peer, peer, this, settings.depth(), buffer);
        try {
            farewell = factory.alloc(this::farewellSaid);
        } catch (RuntimeException | Error e) {
            pump.close();
            throw e;
        }
        farewell.setTimeout(FAREWELL);
    }

    void start() {
        pump.start();
    }

    @Override
    public void moved(int bytes) {
        counters.moved(bytes);
        if (peer.isMessageOriented()) {
            counters.movedMessage();
        }
    }

    @Override
    public void ended() {
        peer.shutdown(farewell);
    }

    private void farewellSaid(Aio aio) {
        boolean orderly = aio.result() == AioError.OK
                || aio.result() == AioError.ECONNSHUT // over WebSocket the peer's end has ended our side, too
                || aio.result() == AioError.ESTOPPED;
        if (!orderly) {
            counters.failed();
        }
        end();
    }

    @Override
    public boolean receiveFailed(Aio aio) {
        return operationFailed(aio);
    }

    @Override
    public boolean sendFailed(Aio aio) {
        return operationFailed(aio);
    }

    private boolean operationFailed(Aio aio) {
        if (aio.result() != AioError.ESTOPPED) {
            lose();
        }
        return false;
    }

    @Override
    public void broken(Throwable failure) {
        lose();
    }

    private void lose() {
        if (!ended.get()) {
            counters.failed();
        }
        end();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            reap();
            whenEnded.accept(this);
        }
    }

    /** Closes the connection without waiting. */
    void reap() {
        peer.close();
        pump.reap();
        farewell.reap();
    }

    /** Closes the connection, and waits until no operation is in progress. */
    @Override
    public void close() {
        ended.set(true);
        pump.close();
        farewell.close();
        peer.close();
    }
}
