package io.helve.net.udp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.stream.StreamTransferQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * Datagrams that go out. Sends wait in a queue, where they can be cancelled, until the socket takes them; they are over
 * when it has. State is guarded by the queue's lock.
 */
final class DatagramSender {
    private final String name;
    private final StreamTransferQueue sends;
    private final LongAdder counter;

    private Channel channel;

    /** Whether the socket has addresses of IPv4 only. */
    private boolean only4;

    /** Why nothing goes out, or null. */
    private EndReason end;

    DatagramSender(String name, LongAdder counter) {
        this.name = name;
        this.counter = counter;
        sends = new StreamTransferQueue("send", () -> name);
    }

    void bound(Channel opened, boolean with4Only) {
        sends.lock.lock();
        channel = opened;
        only4 = with4Only;
        sends.lock.unlock();
    }

    void send(Aio aio) {
        if (sends.start(aio, false)) {
            pump();
        }
    }

    void end(EndReason why) {
        sends.lock.lock();
        end = why;
        sends.lock.unlock();
        while (finishOneIfEnded()) {}
    }

    private Channel channel() {
        sends.lock.lock();
        try {
            return channel;
        } finally {
            sends.lock.unlock();
        }
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
        sends.lock.lock();
        try {
            boolean ended = end != null || channel == null;
            if (!ended || sends.headOperation() == null) {
                return false;
            }
            why = end;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        if (why == null) {
            operation.finish(AioError.ESTATE, 0, new AioException(AioError.ESTATE, name + " is not bound"));
        } else {
            operation.finish(why.error(), 0, why.cause());
        }
        return true;
    }

    /** On the event loop: hands the socket what it takes. */
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
        DatagramPacket packet = null;
        AioException refused = null;
        sends.lock.lock();
        try {
            AioOperation head = sends.headOperation();
            if (head == null || !channel.isWritable()) {
                return false;
            }
            try {
                packet = packet(head);
            } catch (AioException e) {
                refused = e;
            } catch (RuntimeException e) { // the user's buffers have changed under our hands
                refused = new AioException(AioError.EINVAL, e.toString(), e);
            }
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        if (packet == null) {
            operation.finish(refused.error(), 0, refused);
            return true;
        }
        int length = packet.content().readableBytes();
        channel.write(packet).addListener(over -> finish(operation, length, over.cause()));
        return true;
    }

    /** Under the lock. */
    private DatagramPacket packet(AioOperation send) {
        if (!(send.getInput(0) instanceof InetSocketAddress to)
                || to.isUnresolved()
                || to.getPort() == 0
                || only4 && UdpScheme.is6(to)) {
            throw new AioException(AioError.EADDRINVAL, name + " cannot send to " + send.getInput(0));
        }
        long length = 0;
        for (ByteBuffer buffer : send.iov()) {
            length += buffer.remaining();
        }
        if (length > Datagrams.longest(to)) {
            throw new AioException(AioError.EMSGSIZE, "a datagram cannot hold " + length + " bytes");
        }
        if (length == 0) { // Netty drops these without a word
            throw new AioException(AioError.ENOTSUP, "empty datagrams cannot be sent");
        }
        ByteBuf data = channel.alloc().ioBuffer((int) length);
        try {
            for (ByteBuffer buffer : send.iov()) {
                data.writeBytes(buffer.duplicate());
            }
        } catch (RuntimeException e) {
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
        sends.lock.lock();
        try {
            why = end;
        } finally {
            sends.lock.unlock();
        }
        if (why == null) {
            AioError error = Errors.of(cause);
            operation.finish(error, 0, new AioException(error, name + " cannot send: " + cause.getMessage(), cause));
        } else {
            operation.finish(why.error(), 0, why.cause());
        }
    }
}
