package io.helve.net.udp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.net.scheme.EndReason;
import io.helve.net.stream.StreamTransferQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Datagrams that come in, and receives that wait; one of the two is empty. The socket is read only while a receive
 * waits or the read-ahead has room: what comes then stays in the operating system's buffer, as far as that goes. State
 * is guarded by the queue's lock.
 */
final class DatagramReceiver {
    /** What a datagram costs to keep, beside its bytes. */
    private static final int COST = 64;

    private record Arrival(ByteBuf data, InetSocketAddress sender) {}

    private final String name;
    private final StreamTransferQueue receives;
    private final LongAdder counter;
    private final ArrayDeque<Arrival> arrived = new ArrayDeque<>();
    private long held;
    private int readAhead;
    private Channel channel;

    /** Whether the channel has been asked to read and has not yet said that it has. */
    private boolean reading;

    /** What the operating system says of an earlier datagram: one receive ends with it. */
    private EndReason interruption;

    /** Why nothing more will come, or null. */
    private EndReason end;

    DatagramReceiver(String name, LongAdder counter) {
        this.name = name;
        this.counter = counter;
        receives = new StreamTransferQueue("receive", () -> name);
    }

    void bound(Channel opened, int ahead) {
        receives.lock.lock();
        channel = opened;
        readAhead = ahead;
        receives.lock.unlock();
        readIfWanted();
    }

    void setReadAhead(int bytes) {
        receives.lock.lock();
        readAhead = bytes;
        receives.lock.unlock();
        readIfWanted();
    }

    void receive(Aio aio) {
        if (receives.start(aio, false)) {
            serve();
            readIfWanted();
        }
    }

    /** On the event loop. */
    void arrived(DatagramPacket packet) {
        ByteBuf data = packet.content();
        receives.lock.lock();
        try {
            if (end != null) {
                data.release();
                return;
            }
            boolean awaited = receives.headOperation() != null;
            Arrival arrival = new Arrival(awaited ? data : Datagrams.fitting(data), packet.sender());
            arrived.add(arrival);
            held += cost(arrival);
        } finally {
            receives.lock.unlock();
        }
        serve();
    }

    private static long cost(Arrival arrival) {
        return COST + arrival.data.readableBytes();
    }

    /** On the event loop. */
    void readCompleted() {
        receives.lock.lock();
        reading = false;
        receives.lock.unlock();
        readIfWanted();
    }

    void interrupt(EndReason why) {
        receives.lock.lock();
        interruption = why;
        receives.lock.unlock();
        serve();
    }

    /** Nothing more will come, and what has come is dropped. */
    void end(EndReason why) {
        receives.lock.lock();
        try {
            end = why;
            arrived.forEach(arrival -> arrival.data.release());
            arrived.clear();
            held = 0;
        } finally {
            receives.lock.unlock();
        }
        serve();
    }

    private void readIfWanted() {
        Channel from;
        receives.lock.lock();
        try {
            boolean wanted = end == null
                    && channel != null
                    && !reading
                    && (held < readAhead || receives.headOperation() != null);
            if (!wanted) {
                return;
            }
            reading = true;
            from = channel;
        } finally {
            receives.lock.unlock();
        }
        try {
            from.read(); // Netty takes it to its event loop
        } catch (RuntimeException e) { // the loops have been closed
            end(EndReason.CLOSED);
        }
    }

    private void serve() {
        for (; ; ) {
            AioOperation operation;
            Arrival arrival = null;
            EndReason failure = null;
            AioError error;
            long count = 0;
            receives.lock.lock();
            try {
                operation = receives.headOperation();
                if (operation == null) {
                    return;
                }
                if (end != null || channel == null) {
                    failure = end != null ? end : unbound();
                } else if (!arrived.isEmpty()) {
                    arrival = arrived.remove();
                    held -= cost(arrival);
                } else if (interruption != null) {
                    failure = interruption;
                    interruption = null;
                } else {
                    return;
                }
                if (arrival == null) {
                    error = failure.error();
                } else {
                    error = move(arrival, operation);
                    count = arrival.data.readerIndex();
                    arrival.data.release();
                }
                operation = receives.takeHead();
            } finally {
                receives.lock.unlock();
            }
            counter.add(count);
            operation.finish(error, count, failure == null ? null : failure.cause());
        }
    }

    private EndReason unbound() {
        return new EndReason(AioError.ESTATE, new AioException(AioError.ESTATE, name + " is not bound"));
    }

    private static AioError move(Arrival arrival, AioOperation receive) {
        receive.setOutput(0, arrival.sender);
        ByteBuf data = arrival.data;
        ByteBuffer[] iov = receive.iov();
        if (iov.length == 0) {
            ByteBuffer whole = ByteBuffer.allocate(data.readableBytes());
            data.readBytes(whole);
            receive.setOutput(1, whole.flip());
            return AioError.OK;
        }
        try {
            for (ByteBuffer buffer : iov) {
                int limit = buffer.limit();
                buffer.limit(buffer.position() + Math.min(buffer.remaining(), data.readableBytes()));
                try {
                    data.readBytes(buffer);
                } finally {
                    buffer.limit(limit);
                }
            }
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        }
        return data.isReadable() ? AioError.EMSGSIZE : AioError.OK;
    }
}
