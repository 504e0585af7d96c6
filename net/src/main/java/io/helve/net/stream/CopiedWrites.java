package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/** Copies of large sends, piece by piece, and of messages. On the event loop. */
final class CopiedWrites {
    /** The most that is copied at a time, and so for how long the lock is held. */
    private static final int MOST = 64 << 10;

    private final Channel channel;
    private final boolean messages;
    private final boolean datagrams;
    private final int messageMax;

    /** What has been copied and not been written, or null. */
    private ByteBuf piece;

    CopiedWrites(Channel channel, EstablishedConnection connection) {
        this.channel = channel;
        messages = connection.kind() != Kind.BYTES;
        datagrams = connection.kind() == Kind.DATAGRAMS;
        messageMax = connection.sendMax();
    }

    /**
     * Copies from a send's buffers, as much as there is room for, or a whole message. Under the queue's lock.
     *
     * @param room how much may be copied, at least a byte
     * @return the send's result if that was all, or null
     */
    AioError copy(StreamTransfer send, long room) {
        ByteBuffer[] iov = send.operation.iov();
        long left = StreamTransfer.remaining(iov);
        if (messages && left > messageMax) {
            return AioError.EMSGSIZE;
        }
        if (left == 0 && datagrams) {
            return AioError.ENOTSUP; // Netty would drop it without a word
        }
        try {
            piece = copy(send, iov, (int) (messages ? left : Math.min(left, Math.min(room, MOST))));
            return messages || StreamTransfer.remaining(iov) == 0 ? AioError.OK : null;
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        } catch (OutOfMemoryError e) {
            return AioError.ENOMEM;
        }
    }

    private ByteBuf copy(StreamTransfer send, ByteBuffer[] iov, int length) {
        ByteBuf into = channel.alloc().ioBuffer(length);
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
     * Writes what has been copied, without a flush.
     *
     * @return whether there was something
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
