package io.helve.net.stream;

import io.helve.aio.AioError;
import io.helve.net.eventloop.LoopBuffer;
import io.helve.net.eventloop.LoopMemory;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.MessageFragment;
import io.helve.net.stream.StreamTransfer.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Bytes or messages that have been read and not been received, in their order. The methods are called under the lock of
 * the queue of receives.
 */
final class ReceivedData {
    /** Pieces smaller than this are collected in buffers of {@link #COLLECTED} bytes. */
    private static final int SMALL = 512;

    private static final int COLLECTED = 4096;

    /**
     * The number of bytes that a fragment of a message counts in addition to its content, so that empty messages count,
     * too.
     */
    private static final int MESSAGE_COST = 64;

    private final Kind kind;

    /** The {@link ByteBuf}s or {@link MessageFragment}s; the first may have been received in part. */
    private final ArrayDeque<Object> pieces = new ArrayDeque<>(2);

    private long bytes;

    /** The number of messages that have arrived completely. */
    private int messages;

    ReceivedData(Kind kind) {
        this.kind = kind;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** {@return the number of bytes that have arrived and were not received} */
    long bytes() {
        return bytes;
    }

    /** {@return the number of bytes that count as read ahead} */
    long held() {
        return kind == Kind.BYTES ? bytes : bytes + (long) MESSAGE_COST * pieces.size();
    }

    /** Adds a piece, and takes over its bytes. */
    void add(Object piece) {
        bytes += data(piece).readableBytes();
        if (piece instanceof MessageFragment part && part.last()) {
            messages++;
        }
        pieces.add(joined(piece));
    }

    /**
     * Joins a small piece with the previous piece if that was not received yet: a peer that sends byte by byte must not
     * make this side keep a buffer for each byte.
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
            into = Unpooled.buffer(COLLECTED);
        } else {
            pieces.removeLast();
        }
        into.writeBytes(data(piece));
        release(piece);
        return piece instanceof MessageFragment part ? new MessageFragment(into, part.last()) : into;
    }

    /** Copies the event loop's buffer to the heap if it is the last piece, because the loop needs the buffer again. */
    void keep() {
        if (data(pieces.peekLast()) instanceof LoopBuffer) {
            pieces.add(kept(pieces.removeLast()));
        }
    }

    private static Object kept(Object piece) {
        ByteBuf copy = LoopMemory.keep(data(piece));
        return piece instanceof MessageFragment part ? new MessageFragment(copy, part.last()) : copy;
    }

    /** Drops all data. */
    void clear() {
        pieces.forEach(ReceivedData::release);
        pieces.clear();
        bytes = 0;
        messages = 0;
    }

    /** {@return whether a receive can be served; a receive without buffers needs a whole message} */
    boolean serves(ByteBuffer[] iov) {
        return !isEmpty() && (!wantsMessage(iov) || messages > 0);
    }

    private boolean wantsMessage(ByteBuffer[] iov) {
        return iov.length == 0 && kind != Kind.BYTES;
    }

    /**
     * Moves as much data into a receive's buffers as they have room for.
     *
     * @param receive the receive
     * @return COMPLETE, with the result in the receive, or WAITS if the receive needs more data
     */
    Progress move(StreamTransfer receive) {
        ByteBuffer[] iov = receive.operation.iov();
        if (wantsMessage(iov)) {
            return moveMessage(receive);
        }
        return kind == Kind.BYTES ? moveBytes(receive, iov) : moveParts(receive, iov);
    }

    private Progress moveBytes(StreamTransfer receive, ByteBuffer[] iov) {
        for (ByteBuffer buffer : iov) {
            while (buffer.hasRemaining() && !isEmpty()) {
                take(receive, buffer, (ByteBuf) pieces.peek());
                dropIfRead();
            }
        }
        return receive.complete(AioError.OK);
    }

    private Progress moveParts(StreamTransfer receive, ByteBuffer[] iov) {
        if (StreamTransfer.remaining(iov) == 0) {
            return receive.complete(AioError.EINVAL);
        }
        for (ByteBuffer buffer : iov) {
            while (buffer.hasRemaining() && !isEmpty()) {
                MessageFragment part = (MessageFragment) pieces.peek();
                take(receive, buffer, part.data());
                boolean ended = part.last() && !part.data().isReadable();
                dropIfRead();
                if (ended) {
                    receive.operation.setOutput(1, Boolean.TRUE);
                    return receive.complete(AioError.OK);
                }
            }
        }
        if (kind == Kind.DATAGRAMS) {
            bytes -= data(pieces.peek()).readableBytes();
            dropFirst();
            return receive.complete(AioError.EMSGSIZE);
        }
        if (receive.done == 0) {
            return Progress.WAITS; // an empty part in the middle of a message completes no receive
        }
        return receive.complete(AioError.OK);
    }

    private Progress moveMessage(StreamTransfer receive) {
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
        return receive.complete(AioError.OK);
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

    static int length(Object piece) {
        return data(piece).readableBytes();
    }

    private static ByteBuf data(Object piece) {
        return piece instanceof MessageFragment part ? part.data() : (ByteBuf) piece;
    }

    static void release(Object piece) {
        data(piece).release();
    }
}
