package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.net.eventloop.MemoryGate;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.stream.StreamTransfer.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/** Copies large sends, piece by piece, and whole messages to the heap. On the event loop. */
final class CopiedWrites {
    /** The largest number of bytes that are copied at a time, because the queue's lock is held meanwhile. */
    private static final int MOST = 64 << 10;

    private final Channel channel;

    /** Null with io_uring and for datagrams. */
    private final MemoryGate gate;

    private final boolean messages;
    private final boolean datagrams;
    private final int messageMax;

    /** The copy that has not been written yet, or null. */
    private ByteBuf piece;

    CopiedWrites(Channel channel, MemoryGate gate, EstablishedConnection connection) {
        this.channel = channel;
        this.gate = gate;
        messages = connection.kind() != Kind.BYTES;
        datagrams = connection.kind() == Kind.DATAGRAMS;
        messageMax = connection.sendMax();
    }

    /**
     * Copies as many bytes of a send as there is room for, or a whole message. Under the queue's lock.
     *
     * @param send the send
     * @param room how many bytes may be copied, at least 1
     * @return COMPLETE, with the result in the send, if all its bytes were copied or it has failed; otherwise WAITS
     */
    Progress copy(StreamTransfer send, long room) {
        ByteBuffer[] iov = send.operation.iov();
        long left = StreamTransfer.remaining(iov);
        if (messages && left > messageMax) {
            return send.complete(AioError.EMSGSIZE);
        }
        if (left == 0 && datagrams) {
            return send.complete(AioError.ENOTSUP); // Netty would drop the empty buffer silently
        }
        try {
            piece = copy(send, iov, (int) (messages ? left : Math.min(left, Math.min(room, MOST))));
            boolean whole = messages || StreamTransfer.remaining(iov) == 0;
            return whole ? send.complete(AioError.OK) : Progress.WAITS;
        } catch (RuntimeException e) { // the user has changed the buffers during the operation
            return send.complete(AioError.EINVAL);
        } catch (OutOfMemoryError e) {
            return send.complete(AioError.ENOMEM);
        }
    }

    private ByteBuf copy(StreamTransfer send, ByteBuffer[] iov, int length) {
        ByteBuf into = gate == null
                ? channel.alloc().ioBuffer(length)
                : channel.alloc().heapBuffer(length);
        try {
            send.done += fill(into, iov, length);
        } catch (RuntimeException e) {
            into.release();
            throw e;
        }
        return into;
    }

    private static int fill(ByteBuf into, ByteBuffer[] iov, int length) {
        int left = length;
        for (ByteBuffer buffer : iov) {
            int part = Math.min(left, buffer.remaining());
            if (part > 0) {
                int limit = buffer.limit();
                buffer.limit(buffer.position() + part);
                try {
                    into.writeBytes(buffer);
                } finally {
                    buffer.limit(limit);
                }
                left -= part;
            }
        }
        return length - left;
    }

    /**
     * Writes the copy, without a flush.
     *
     * @return whether something was written
     */
    boolean write() {
        if (piece == null) {
            return false;
        }
        ByteBuf next = piece;
        piece = null;
        channel.write(next, channel.voidPromise());
        return true;
    }
}
