package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.shell.failure.ConnectionDiagnosis;
import io.helve.shell.failure.ExitCode;
import io.helve.stream.DatagramEndpoint;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Sends each datagram back to its sender. */
final class DatagramEcho implements Pump.Observer, AutoCloseable {
    private final String name;
    private final DatagramPeer peer;
    private final EchoCounters counters;
    private final Consumer<Throwable> whenFailed;
    private final Pump pump;

    DatagramEcho(
            AioFactory factory,
            DatagramEndpoint endpoint,
            String name,
            int depth,
            EchoCounters counters,
            Consumer<Throwable> whenFailed) {
        this.name = name;
        this.peer = new DatagramPeer(endpoint);
        this.counters = counters;
        this.whenFailed = whenFailed;
        PumpOutput back = (aio, content) -> answer(endpoint, aio, content);
        pump = new Pump(factory, peer, back, this, depth, 0);
    }

    /** Answers the sender of this datagram, because another datagram may have arrived since. */
    private static void answer(DatagramEndpoint endpoint, Aio aio, ByteBuffer content) {
        aio.setInput(0, aio.getOutput(0));
        aio.setIov(content);
        endpoint.send(aio);
    }

    void start() {
        pump.start();
    }

    @Override
    public void moved(int bytes) {
        counters.moved(bytes);
        counters.movedMessage();
    }

    @Override
    public void ended() {
        // datagrams have no end
    }

    @Override
    public boolean receiveFailed(Aio aio) {
        return goesOnAfter(aio, "receiving failed");
    }

    @Override
    public boolean sendFailed(Aio aio) {
        return goesOnAfter(aio, "sending failed");
    }

    private boolean goesOnAfter(Aio aio, String failure) {
        counters.failed();
        if (peer.isPassing(aio.result())) {
            return true;
        }
        whenFailed.accept(ConnectionDiagnosis.of(ExitCode.FAILED, name, failure, aio));
        return false;
    }

    @Override
    public void broken(Throwable failure) {
        whenFailed.accept(failure);
    }

    @Override
    public void close() {
        pump.close();
    }
}
