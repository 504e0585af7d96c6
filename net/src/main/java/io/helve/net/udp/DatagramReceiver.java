package io.helve.net.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.net.eventloop.LoopMemory;
import io.helve.net.scheme.EndReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/**
 * The input of a datagram socket. The receiver holds either datagrams that have arrived or receives that wait, never
 * both. The socket is read only while a receive waits or the read-ahead has room. Otherwise datagrams stay in the
 * operating system's buffer, and the system drops datagrams when this buffer is full.
 */
final class DatagramReceiver implements AioCanceller {
    /** How many bytes a datagram counts for, beside its content. */
    private static final int COST = 64;

    private record Arrival(ByteBuf data, InetSocketAddress sender) {}

    private final String name;
    private final LongAdder counter;

    @GuardedBy("this")
    private final AioQueue receives = new AioQueue();

    @GuardedBy("this")
    private final ArrayDeque<Arrival> arrived = new ArrayDeque<>();

    /** How many bytes the arrived datagrams count for. */
    @GuardedBy("this")
    private long held;

    @GuardedBy("this")
    private int readAhead;

    /** The bound channel; null until the address is bound. */
    @GuardedBy("this")
    private Channel channel;

    /** Whether the channel was asked to read and has not completed the read yet. */
    @GuardedBy("this")
    private boolean reading;

    /** The failure of an earlier datagram, as the operating system reports it: one receive ends with it. */
    @GuardedBy("this")
    private EndReason interruption;

    /** The reason why no more datagrams will arrive, or null. */
    @GuardedBy("this")
    private EndReason end;

    DatagramReceiver(String name, LongAdder counter) {
        this.name = name;
        this.counter = counter;
    }

    void bound(Channel opened, int ahead) {
        synchronized (this) {
            channel = opened;
            readAhead = ahead;
        }
        readIfWanted();
    }

    void setReadAhead(int bytes) {
        synchronized (this) {
            readAhead = bytes;
        }
        readIfWanted();
    }

    void receive(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = receives.append(operation);
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0);
            return;
        }
        serve();
        readIfWanted();
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean removed;
        synchronized (this) {
            removed = receives.remove(operation);
        }
        if (removed) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "a receive over " + name;
    }

    /** A datagram has arrived. On the event loop. */
    void arrived(DatagramPacket packet) {
        ByteBuf data = packet.content();
        synchronized (this) {
            if (end != null) {
                data.release();
                return;
            }
            Arrival arrival = new Arrival(receives.isEmpty() ? LoopMemory.keep(data) : data, packet.sender());
            arrived.add(arrival);
            held += cost(arrival);
        }
        serve();
        keepLast();
    }

    /** Copies a datagram that is still in the event loop's buffer: its receive was cancelled meanwhile. */
    private synchronized void keepLast() {
        Arrival last = arrived.peekLast();
        if (last != null && last.data.isDirect()) {
            arrived.removeLast();
            arrived.add(new Arrival(LoopMemory.keep(last.data), last.sender));
        }
    }

    private static long cost(Arrival arrival) {
        return COST + arrival.data.readableBytes();
    }

    /** The channel has read. On the event loop. */
    void readCompleted() {
        synchronized (this) {
            reading = false;
        }
        readIfWanted();
    }

    /** Ends the first waiting receive, or the next receive if none waits. All other receives continue. */
    void interrupt(EndReason why) {
        synchronized (this) {
            interruption = why;
        }
        serve();
    }

    /** Ends the input. Datagrams that have arrived are dropped. */
    void end(EndReason why) {
        synchronized (this) {
            end = why;
            arrived.forEach(arrival -> arrival.data.release());
            arrived.clear();
            held = 0;
        }
        serve();
    }

    private void readIfWanted() {
        Channel from;
        synchronized (this) {
            boolean wanted = end == null && channel != null && !reading && (held < readAhead || !receives.isEmpty());
            if (!wanted) {
                return;
            }
            reading = true;
            from = channel;
        }
        try {
            from.read(); // Netty takes the call to the event loop
        } catch (RuntimeException e) { // the loops have been closed
            end(EndReason.CLOSED);
        }
    }

    /** Serves all receives that can be served. */
    private void serve() {
        for (; ; ) {
            AioOperation operation;
            EndReason failure = null;
            AioError error;
            long count = 0;
            synchronized (this) {
                if (receives.isEmpty()) {
                    return;
                }
                if (end != null || channel == null) {
                    failure = end != null ? end : unbound();
                } else if (arrived.isEmpty() && interruption != null) {
                    failure = interruption;
                    interruption = null;
                } else if (arrived.isEmpty()) {
                    return;
                }
                operation = receives.poll();
                if (failure == null) {
                    Arrival arrival = arrived.remove();
                    held -= cost(arrival);
                    int length = arrival.data.readableBytes();
                    error = move(arrival, operation);
                    count = length - arrival.data.readableBytes();
                    arrival.data.release();
                } else {
                    error = failure.error();
                }
            }
            counter.add(count);
            operation.finish(error, count, failure == null ? null : failure.cause());
        }
    }

    private EndReason unbound() {
        return new EndReason(AioError.ESTATE, new AioException(AioError.ESTATE, name + " is not bound"));
    }

    /** Moves a datagram into the buffers of a receive. Never throws: the receive has left the queue. */
    private static AioError move(Arrival arrival, AioOperation receive) {
        receive.setOutput(0, arrival.sender);
        ByteBuf data = arrival.data;
        ByteBuffer[] iov = receive.iov();
        try {
            if (iov.length == 0) {
                ByteBuffer whole = ByteBuffer.allocate(data.readableBytes());
                data.readBytes(whole);
                receive.setOutput(1, whole.flip());
                return AioError.OK;
            }
            for (ByteBuffer buffer : iov) {
                int limit = buffer.limit();
                buffer.limit(buffer.position() + Math.min(buffer.remaining(), data.readableBytes()));
                try {
                    data.readBytes(buffer);
                } finally {
                    buffer.limit(limit);
                }
            }
        } catch (RuntimeException e) { // the user has changed the buffers during the operation
            return AioError.EINVAL;
        } catch (OutOfMemoryError e) {
            return AioError.ENOMEM;
        }
        return data.isReadable() ? AioError.EMSGSIZE : AioError.OK;
    }
}
