package io.helve.net.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What comes in: bytes or messages that have arrived and receives that wait; one of the two is empty. Everything is
 * guarded by the queue's lock. Data is moved to a receive's buffers under the lock, by whoever brings the last thing
 * missing.
 */
final class Receiving {
    /** The least room in a receive's buffer that the channel reads straight into it. */
    private static final int DIRECT_MIN = 4096;

    private final StreamTransferQueue receives;
    private final Kind kind;
    private final LongAdder counter;
    private final ReceivedData arrived;

    private int readAhead;

    /** What one receive ends with, behind what has arrived; or null. */
    private EndReason interruption;

    /** Why nothing more will come, or null. */
    private EndReason end;

    /** What to do with what has arrived when it has been closed here: it is dropped. */
    private boolean dropped;

    /** Whether the channel has been asked to read and has not yet said that it has. */
    private boolean reading;

    /** The receive into whose buffer the channel reads at this moment, and that buffer; the event loop's. */
    private StreamTransfer direct;

    private ByteBuffer directBuffer;

    private ByteBuf directWrapper;

    Receiving(Kind kind, int readAhead, LongAdder counter, Supplier<String> peer) {
        this.kind = kind;
        this.readAhead = readAhead;
        this.counter = counter;
        arrived = new ReceivedData(kind);
        receives = new StreamTransferQueue("receive", peer);
    }

    /** {@return whether the channel shall be asked to read} */
    boolean receive(Aio aio) {
        return receives.start(aio, false) && serve();
    }

    // ---- reading straight into a receive's buffer

    /**
     * Offers the channel a receive's own buffer to read into. The event loop only; the channel reads before anything
     * else happens there, and then {@link #arrived} or {@link #readCompleted} is called.
     *
     * @return the buffer, empty and as large as there is room, or null if the channel shall take one of its own
     */
    ByteBuf offerBuffer() {
        receives.lock.lock();
        try {
            StreamTransfer head = receives.freeHead();
            if (head == null || !arrived.isEmpty() || end != null) {
                return null;
            }
            ByteBuffer[] iov = head.operation.iov();
            ByteBuffer buffer = iov.length == 0 ? null : iov[0];
            if (buffer == null || !buffer.isDirect() || buffer.isReadOnly() || buffer.remaining() < DIRECT_MIN) {
                return null;
            }
            directWrapper = head.wrapToWrite(buffer);
            directBuffer = buffer;
            direct = head;
            head.state = StreamTransfer.State.DIRECT;
            return directWrapper.retain(); // the channel releases it if it has read nothing, and it will come again
        } finally {
            receives.lock.unlock();
        }
    }

    /** {@return whether that was the piece that was read into a receive's own buffer} */
    private boolean finishDirect(Object piece) {
        if (direct == null || piece != directWrapper) {
            return false;
        }
        AioOperation operation;
        int count = directWrapper.readableBytes();
        receives.lock.lock();
        try {
            directBuffer.position(directBuffer.position() + count);
            directWrapper.release();
            notDirect();
            operation = receives.takeHead();
        } finally {
            receives.lock.unlock();
        }
        counter.add(count);
        operation.finish(AioError.OK, count);
        return true;
    }

    /** The channel has read nothing into the buffer that it was offered. */
    private void withdrawDirect() {
        StreamTransfer receive = direct;
        if (receive == null) {
            return;
        }
        AioError cancelled;
        AioOperation operation = null;
        receives.lock.lock();
        try {
            notDirect();
            receive.state = StreamTransfer.State.QUEUED;
            cancelled = receive.cancelled;
            if (cancelled != null) {
                operation = receives.takeHead();
            }
        } finally {
            receives.lock.unlock();
        }
        if (operation != null) {
            operation.finish(cancelled, 0);
        }
        serveWaiting(); // the end may have come meanwhile
    }

    private void notDirect() {
        direct = null;
        directBuffer = null;
        directWrapper = null;
    }

    // ---- reading into buffers of our own

    /** Data has come; the stream's event loop only. */
    void arrived(Object piece) {
        if (finishDirect(piece)) {
            return;
        }
        receives.lock.lock();
        try {
            if (dropped) {
                ReceivedData.release(piece);
                return;
            }
            arrived.add(piece);
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** The channel has read; the stream's event loop only. {@return whether it shall do so again} */
    boolean readCompleted() {
        withdrawDirect();
        receives.lock.lock();
        try {
            reading = false;
            return claimRead();
        } finally {
            receives.lock.unlock();
        }
    }

    /** The channel has failed or gone; the stream's event loop only. */
    void disconnected(EndReason why) {
        withdrawDirect();
        end(why, false);
    }

    /** Ends one receive, the next one if none waits; the others go on. */
    void interrupt(EndReason why) {
        receives.lock.lock();
        try {
            interruption = why;
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** Nothing more will come. What has arrived is received first, unless it is dropped. */
    void end(EndReason why, boolean drop) {
        receives.lock.lock();
        try {
            if (end == null || drop && !dropped) {
                end = why;
            }
            if (drop) {
                dropped = true;
                arrived.clear();
            }
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** {@return whether the channel shall be asked to read} */
    boolean setReadAhead(int bytes) {
        receives.lock.lock();
        try {
            readAhead = bytes;
            return claimRead();
        } finally {
            receives.lock.unlock();
        }
    }

    long buffered() {
        receives.lock.lock();
        try {
            return arrived.bytes();
        } finally {
            receives.lock.unlock();
        }
    }

    private boolean serve() {
        serveWaiting();
        receives.lock.lock();
        try {
            return claimRead();
        } finally {
            receives.lock.unlock();
        }
    }

    /** Under the lock. */
    private boolean claimRead() {
        boolean wanted = end == null && !reading && (arrived.held() < readAhead || receives.head() != null);
        reading |= wanted;
        return wanted;
    }

    /** Serves the receives that can be served, each finished without the lock. */
    private void serveWaiting() {
        for (; ; ) {
            AioOperation operation;
            AioError error;
            long count;
            Throwable cause = null;
            receives.lock.lock();
            try {
                StreamTransfer head = receives.freeHead();
                if (head == null) {
                    return;
                }
                error = move(head);
                if (error == null) {
                    return;
                }
                if (interruption != null && error == interruption.error()) {
                    cause = interruption.cause();
                    interruption = null;
                } else if (end != null && error == end.error()) {
                    cause = end.cause();
                }
                count = head.done;
                operation = receives.takeHead();
            } finally {
                receives.lock.unlock();
            }
            counter.add(count);
            operation.finish(error, count, cause);
        }
    }

    /** Under the lock. {@return the result, or null if it has to wait} */
    private AioError move(StreamTransfer receive) {
        ByteBuffer[] iov = receive.operation.iov();
        if (kind == Kind.BYTES && !hasRoom(iov)) {
            return AioError.EINVAL;
        }
        if (!arrived.serves(iov)) {
            return interruption != null ? interruption.error() : end == null ? null : end.error();
        }
        try {
            return arrived.move(receive);
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        } catch (OutOfMemoryError e) { // for a whole message; it can still be received in parts
            return AioError.ENOMEM;
        }
    }

    private static boolean hasRoom(ByteBuffer[] iov) {
        for (ByteBuffer buffer : iov) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
