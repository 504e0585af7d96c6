package io.helve.net.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.internal.FailedStart;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * The output of a datagram socket. Sends wait in a queue, where they can be cancelled, until the event loop hands them
 * to the socket; they are over when the socket has taken them.
 */
final class DatagramSender implements AioCanceller {
    /** The addresses to which a socket can send. */
    enum Destinations {
        /** Addresses of IPv4 only, because the socket is one of IPv4. */
        IPV4,
        /** All addresses. */
        ALL
    }

    private final String name;
    private final LongAdder counter;

    @GuardedBy("this")
    private final AioQueue sends = new AioQueue();

    /** The bound channel; null before. */
    @GuardedBy("this")
    private Channel channel;

    /** The addresses to which the bound socket can send. */
    @GuardedBy("this")
    private Destinations destinations = Destinations.ALL;

    /** Why nothing more goes out, or null. */
    @GuardedBy("this")
    private EndReason end;

    DatagramSender(String name, LongAdder counter) {
        this.name = name;
        this.counter = counter;
    }

    synchronized void bound(Channel opened, Destinations reachable) {
        channel = opened;
        destinations = reachable;
    }

    void send(Aio aio) {
        AioOperation operation = AioOperation.startExclusive(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = sends.append(operation);
        }
        if (refused == AioError.OK) {
            pump();
        } else {
            operation.finish(refused, 0);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean removed;
        synchronized (this) {
            removed = sends.remove(operation);
        }
        if (removed) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "a send over " + name;
    }

    void end(EndReason why) {
        synchronized (this) {
            end = why;
        }
        while (finishOneIfEnded()) {}
    }

    private synchronized Channel channel() {
        return channel;
    }

    private void pump() {
        Channel to = channel();
        if (to == null) {
            while (finishOneIfEnded()) {}
        } else {
            try {
                to.eventLoop().execute(this::run);
            } catch (RuntimeException e) { // the loops have been closed
                end(EndReason.CLOSED);
            }
        }
    }

    private boolean finishOneIfEnded() {
        AioOperation operation;
        EndReason why;
        synchronized (this) {
            boolean ended = end != null || channel == null;
            if (!ended || sends.isEmpty()) {
                return false;
            }
            why = end;
            operation = sends.poll();
        }
        if (why == null) {
            operation.finish(AioError.ESTATE, 0, new AioException(AioError.ESTATE, name + " is not bound"));
        } else {
            operation.finish(why.error(), 0, why.cause());
        }
        return true;
    }

    /** Writes waiting datagrams as far as the socket takes them. On the event loop. */
    void run() {
        boolean written = false;
        while (finishOneIfEnded() || writeOne()) {
            written = true;
        }
        if (written) {
            channel().flush();
        }
    }

    private boolean writeOne() {
        AioOperation operation;
        Channel to;
        DatagramPacket packet = null;
        Throwable refused = null;
        synchronized (this) {
            to = channel;
            if (sends.isEmpty() || !to.isWritable()) {
                return false;
            }
            operation = sends.poll();
            try {
                packet = packet(operation);
            } catch (AioException | Error e) { // an Error: there is no memory for the datagram
                refused = e;
            } catch (RuntimeException e) { // the user has changed the buffers during the operation
                refused = new AioException(AioError.EINVAL, e.toString(), e);
            }
        }
        if (packet == null) {
            FailedStart.end(operation, refused);
            return true;
        }
        int length = packet.content().readableBytes();
        try {
            to.write(packet).addListener(over -> finish(operation, length, over.cause()));
        } catch (Throwable e) { // no memory for what Netty keeps; whether the datagram goes out is not known
            FailedStart.end(operation, e);
        }
        return true;
    }

    @GuardedBy("this")
    private DatagramPacket packet(AioOperation send) {
        if (!(send.getInput(0) instanceof InetSocketAddress to)
                || to.isUnresolved()
                || to.getPort() == 0
                || destinations == Destinations.IPV4 && UdpScheme.is6(to)) {
            throw new AioException(AioError.EADDRINVAL, name + " cannot send to " + send.getInput(0));
        }
        long length = 0;
        for (ByteBuffer buffer : send.iov()) {
            length += buffer.remaining();
        }
        if (length > Datagrams.longest(to)) {
            throw new AioException(AioError.EMSGSIZE, "a datagram cannot hold " + length + " bytes");
        }
        if (length == 0) { // Netty would drop it silently
            throw new AioException(AioError.ENOTSUP, "empty datagrams cannot be sent");
        }
        ByteBuf data = channel.alloc().ioBuffer((int) length);
        try {
            for (ByteBuffer buffer : send.iov()) {
                data.writeBytes(buffer.duplicate());
            }
        } catch (RuntimeException | Error e) {
            data.release();
            throw e;
        }
        return new DatagramPacket(data, to);
    }

    private void finish(AioOperation operation, int length, Throwable cause) {
        if (cause == null) {
            for (ByteBuffer buffer : operation.iov()) {
                buffer.position(buffer.limit());
            }
            counter.add(length);
            operation.finish(AioError.OK, length);
            return;
        }
        EndReason why;
        synchronized (this) {
            why = end;
        }
        if (why == null) {
            AioError error = Errors.of(cause);
            operation.finish(error, 0, new AioException(error, name + " cannot send: " + Errors.text(cause), cause));
        } else {
            operation.finish(why.error(), 0, why.cause());
        }
    }
}
