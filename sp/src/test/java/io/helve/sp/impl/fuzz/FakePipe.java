package io.helve.sp.impl.fuzz;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.provider.SpOutgoingMessage;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamProperty;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** The peer's side of a connection. */
final class FakePipe implements SpTransportPipe {
    private SpPipeEnd end;

    /** What was sent to the peer, as it would be on the wire; the latest. */
    final ArrayDeque<byte[]> taken = new ArrayDeque<>();

    /** Whether the peer reads. */
    boolean reading = true;

    /** Whether the socket has closed it. */
    boolean closed;

    /** Whether the peer has closed it. */
    boolean left;

    /** Whether the peer has broken the protocol's rules. */
    boolean offends;

    @Override
    public void attach(SpPipeEnd newEnd) {
        end = newEnd;
        read();
    }

    boolean isAttached() {
        return end != null;
    }

    /** {@return whether there was room} */
    boolean deliver(Message message) {
        return end.deliver(message);
    }

    void delivered() {
        end.delivered();
    }

    void leave(AioError reason) {
        left = true;
        end.closed(reason);
    }

    /** Reads all there is, if it reads. */
    void read() {
        while (reading && !closed) {
            SpOutgoingMessage message = end.take();
            if (message == null) {
                return;
            }
            taken.add(wire(message));
            if (taken.size() > 100) {
                taken.poll();
            }
            message.dispose();
        }
    }

    static byte[] wire(SpOutgoingMessage message) {
        ByteBuffer wire = ByteBuffer.allocate(message.wireLength());
        message.copyWire(0, wire);
        return wire.array();
    }

    @Override
    public void sendable() {
        read();
    }

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
