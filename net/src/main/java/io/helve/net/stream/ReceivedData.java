package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.MessageFragment;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Bytes or messages that have been read and not been received, in their order. Guarded by the queue's lock of its user.
 */
final class ReceivedData {
    /** Pieces smaller than this are collected in buffers of that size. */
    private static final int SMALL = 512;

    private static final int COLLECTED = 4096;

    /** What a message or a part of one costs, beside its bytes: empty ones count, too. */
    private static final int MESSAGE_COST = 64;

    private final Kind kind;

    /** {@link ByteBuf}s, or {@link MessageFragment}s; the first may have been read in part. */
    private final ArrayDeque<Object> pieces = new ArrayDeque<>(2);

    private long bytes;

    /** How many messages have arrived to their end. */
    private int messages;

    ReceivedData(Kind kind) {
        this.kind = kind;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** {@return how many bytes there are} */
    long bytes() {
        return bytes;
    }

    /** {@return what they count for as read ahead} */
    long held() {
        return kind == Kind.BYTES ? bytes : bytes + (long) MESSAGE_COST * pieces.size();
    }

    /** Adds a piece, whose bytes are ours from now on. */
    void add(Object piece) {
        bytes += data(piece).readableBytes();
        if (piece instanceof MessageFragment part && part.last()) {
            messages++;
        }
        pieces.add(joined(piece));
    }

    /**
     * Joins a small piece with the one before it, which has not been received, so that a peer who sends byte by byte
     * does not make us keep a buffer for each.
     */
    private Object joined(Object piece) {
        Object tail = pieces.peekLast();
        int size = data(piece).readableBytes();
        boolean open = tail instanceof ByteBuf || tail instanceof MessageFragment part && !part.last();
        if (!open || size > SMALL) {
            return piece;
        }
        ByteBuf into = data(tail);
        if (into.refCnt() > 1 || into.maxFastWritableBytes() < size) {
            into = data(piece).alloc().ioBuffer(COLLECTED);
        } else {
            pieces.removeLast();
        }
        into.writeBytes(data(piece));
        release(piece);
        return piece instanceof MessageFragment part ? new MessageFragment(into, part.last()) : into;
    }

    /** Drops all. */
    void clear() {
        pieces.forEach(ReceivedData::release);
        pieces.clear();
        bytes = 0;
        messages = 0;
    }

    /** {@return whether there is something for a receive; one without buffers wants a whole message} */
    boolean serves(ByteBuffer[] iov) {
        return !isEmpty() && (!wantsMessage(iov) || messages > 0);
    }

    private boolean wantsMessage(ByteBuffer[] iov) {
        return iov.length == 0 && kind != Kind.BYTES;
    }

    /**
     * Moves what there is, as far as there is room.
     *
     * @return the receive's result, or null if it has to wait for more
     */
    AioError move(StreamTransfer receive) {
        ByteBuffer[] iov = receive.operation.iov();
        if (wantsMessage(iov)) {
            return moveMessage(receive);
        }
        return kind == Kind.BYTES ? moveBytes(receive, iov) : moveParts(receive, iov);
    }

    private AioError moveBytes(StreamTransfer receive, ByteBuffer[] iov) {
        for (ByteBuffer buffer : iov) {
            while (buffer.hasRemaining() && !isEmpty()) {
                take(receive, buffer, (ByteBuf) pieces.peek());
                dropIfRead();
            }
        }
        return AioError.OK;
    }

    private AioError moveParts(StreamTransfer receive, ByteBuffer[] iov) {
        if (StreamTransfer.remaining(iov) == 0) {
            return AioError.EINVAL;
        }
        for (ByteBuffer buffer : iov) {
            while (buffer.hasRemaining() && !isEmpty()) {
                MessageFragment part = (MessageFragment) pieces.peek();
                take(receive, buffer, part.data());
                boolean ended = part.last() && !part.data().isReadable();
                dropIfRead();
                if (ended) {
                    receive.operation.setOutput(1, Boolean.TRUE);
                    return AioError.OK;
                }
            }
        }
        if (kind == Kind.DATAGRAMS) {
            bytes -= data(pieces.peek()).readableBytes();
            dropFirst();
            return AioError.EMSGSIZE;
        }
        return receive.done == 0 ? null : AioError.OK; // an empty part in the middle is no reason to complete
    }

    private AioError moveMessage(StreamTransfer receive) {
        int length = 0;
        for (Object piece : pieces) {
            length += data(piece).readableBytes();
            if (((MessageFragment) piece).last()) {
                break;
            }
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        boolean last;
        do {
            MessageFragment part = (MessageFragment) pieces.peek();
            take(receive, message, part.data());
            last = part.last();
            dropIfRead();
        } while (!last);
        receive.operation.setOutput(0, message.flip());
        receive.operation.setOutput(1, Boolean.TRUE);
        return AioError.OK;
    }

    private void take(StreamTransfer receive, ByteBuffer into, ByteBuf data) {
        int length = Math.min(into.remaining(), data.readableBytes());
        int limit = into.limit();
        into.limit(into.position() + length);
        try {
            data.readBytes(into);
        } finally {
            into.limit(limit);
        }
        receive.done += length;
        bytes -= length;
    }

    private void dropIfRead() {
        if (!data(pieces.peek()).isReadable()) {
            dropFirst();
        }
    }

    private void dropFirst() {
        Object first = pieces.remove();
        if (first instanceof MessageFragment part && part.last()) {
            messages--;
        }
        release(first);
    }

    private static ByteBuf data(Object piece) {
        return piece instanceof MessageFragment part ? part.data() : (ByteBuf) piece;
    }

    static void release(Object piece) {
        data(piece).release();
    }
}
