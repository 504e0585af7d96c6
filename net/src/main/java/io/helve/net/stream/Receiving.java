package io.helve.net.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.LoopMemory;
import io.helve.net.eventloop.UnaskedData;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.stream.StreamTransfer.Progress;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The input of a stream: bytes or messages that have arrived, or receives that wait; only one of the two at a time. The
 * thread that finds both data and a receive moves the data into the receive's buffers, under the queue's lock, and
 * finishes the receive without the lock.
 *
 * <p>The channel is asked to read while a receive waits or the read-ahead has room, and only once at a time
 * ({@code reading}). While it reads straight into a receive's buffer, {@code direct} is that receive, which the event
 * loop alone ends then.
 */
final class Receiving {
    /** The least room in a receive's buffer that the channel reads straight into it. */
    private static final int DIRECT_MIN = 4096;

    /** A smaller change of what is kept is not counted. */
    private static final int COUNTED_MIN = 1024;

    private final StreamTransferQueue receives;
    private final Kind kind;
    private final LongAdder counter;

    /** Counts the data that is kept; null with io_uring and for datagrams. */
    private final LoopMemory memory;

    /** The data that has arrived; its methods are called under the queue's lock. */
    private final ReceivedData arrived;

    @GuardedBy("receives.lock")
    private int readAhead;

    /** How many bytes the memory counts for this stream. */
    @GuardedBy("receives.lock")
    private long counted;

    /** The budget of data that has arrived although the channel was not asked to read. */
    private final UnaskedData budget;

    /** How many bytes the budget counts for this stream: the last ones that have arrived. */
    @GuardedBy("receives.lock")
    private long unasked;

    /** Whether the budget has refused data. After a refusal the stream drops the refused data and all later data. */
    @GuardedBy("receives.lock")
    private boolean refuses;

    /** The failure that one receive ends with, behind the data that has arrived; or null. */
    @GuardedBy("receives.lock")
    private EndReason interruption;

    /** The reason why no more data will arrive, or null. */
    @GuardedBy("receives.lock")
    private EndReason end;

    /** Whether all data is dropped, because this side has closed the stream. */
    @GuardedBy("receives.lock")
    private boolean dropped;

    /** Whether the channel was asked to read, and the read has not completed yet. */
    @GuardedBy("receives.lock")
    private boolean reading;

    /**
     * The receive into whose buffer the channel reads at this moment, or null. Only the event loop touches this field
     * and the next two.
     */
    private StreamTransfer direct;

    /** The buffer. */
    private ByteBuffer directBuffer;

    /** The same buffer as a buffer of Netty. */
    private ByteBuf directWrapper;

    Receiving(
            Kind kind, int readAhead, LoopMemory memory, UnaskedData budget, LongAdder counter, Supplier<String> peer) {
        this.budget = budget;
        this.kind = kind;
        this.readAhead = readAhead;
        this.memory = memory;
        this.counter = counter;
        arrived = new ReceivedData(kind);
        receives = new StreamTransferQueue(peer, () -> {}, counter);
    }

    /** {@return whether the channel must be asked to read} */
    boolean receive(Aio aio) {
        return receives.start(aio, StreamTransfer.Kind.RECEIVE) && serve();
    }

    // ---- reading straight into a receive's buffer

    /**
     * Offers the channel a receive's own buffer to read into. On the event loop; the channel reads before anything else
     * happens there, and then calls {@link #arrived} or {@link #readCompleted}.
     *
     * @return the buffer, empty and as large as there is room, or null if the channel must use a buffer of its own
     */
    ByteBuf offerBuffer() {
        if (memory != null && memory.isLate()) {
            return null; // the loop's buffer is small now
        }
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
            head.lend();
            return directWrapper.retain(); // the channel releases its reference if it has read nothing
        } finally {
            receives.lock.unlock();
        }
    }

    /** {@return whether the piece is a receive's own buffer, which is finished then} */
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

    /** Takes back the buffer that the channel was offered and has read nothing into. */
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
            receive.giveBack();
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
        serveWaiting(); // the input may have ended meanwhile
    }

    private void notDirect() {
        direct = null;
        directBuffer = null;
        directWrapper = null;
    }

    // ---- reading into buffers of our own

    /** Data has arrived. On the event loop. */
    void arrived(Object piece) {
        if (finishDirect(piece)) {
            return;
        }
        receives.lock.lock();
        try {
            if (mayKeep(piece)) {
                arrived.add(piece);
            } else {
                ReceivedData.release(piece);
            }
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
        receives.lock.lock();
        try {
            if (!arrived.isEmpty()) {
                arrived.keep();
                count();
            }
        } finally {
            receives.lock.unlock();
        }
    }

    /**
     * Decides whether data is kept. What comes although nobody has asked for it comes from a peer that has ended its
     * side; if the budget refuses the data, the input ends with {@code ENOMEM} behind the data that was kept.
     */
    @GuardedBy("receives.lock")
    private boolean mayKeep(Object piece) {
        if (dropped || refuses) {
            return false;
        }
        int length = ReceivedData.length(piece);
        if (reading || length == 0) {
            return true;
        }
        if (budget.reserve(length)) {
            unasked += length;
            return true;
        }
        refuses = true;
        end = new EndReason(AioError.ENOMEM, null);
        return false;
    }

    /** Counts the data that is kept. A small difference is left for later. */
    @GuardedBy("receives.lock")
    private void count() {
        if (unasked > arrived.bytes()) {
            budget.release(unasked - arrived.bytes());
            unasked = arrived.bytes();
        }
        long change = arrived.held() - counted;
        if (memory != null && (Math.abs(change) > COUNTED_MIN || arrived.isEmpty() && change != 0)) {
            counted += change;
            memory.count(change);
        }
    }

    /** The channel has read. On the event loop. {@return whether it must be asked to read again} */
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

    /** The channel has failed or is closed. On the event loop. */
    void disconnected(EndReason why) {
        withdrawDirect();
        end(why);
    }

    /** Ends one receive, the next one if none waits; all others go on. */
    void interrupt(EndReason why) {
        receives.lock.lock();
        try {
            interruption = why;
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** Ends the input: no more data will arrive. Later receives get the data that has arrived first. */
    void end(EndReason why) {
        receives.lock.lock();
        try {
            if (end == null) {
                end = why;
            }
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** Ends the input and drops the data that has arrived. */
    void close(EndReason why) {
        receives.lock.lock();
        try {
            if (!dropped) {
                end = why;
            }
            dropped = true;
            arrived.clear();
            count();
        } finally {
            receives.lock.unlock();
        }
        serveWaiting();
    }

    /** {@return whether the channel must be asked to read} */
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

    @GuardedBy("receives.lock")
    private boolean claimRead() {
        boolean ahead = arrived.held() < readAhead && (memory == null || !memory.isTight());
        boolean wanted = end == null && !reading && (ahead || receives.head() != null);
        reading |= wanted;
        return wanted;
    }

    /** Serves all receives that can be served. */
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
                if (move(head) == Progress.WAITS) {
                    return;
                }
                error = head.result;
                if (interruption != null && error == interruption.error()) {
                    cause = interruption.cause();
                    interruption = null;
                } else if (end != null && error == end.error()) {
                    cause = end.cause();
                }
                count = head.done;
                operation = receives.takeHead();
                count();
            } finally {
                receives.lock.unlock();
            }
            counter.add(count);
            operation.finish(error, count, cause);
        }
    }

    /**
     * {@return COMPLETE, with the result in the receive, or WAITS if neither data nor the end of the input is there}
     */
    @GuardedBy("receives.lock")
    private Progress move(StreamTransfer receive) {
        ByteBuffer[] iov = receive.operation.iov();
        if (kind == Kind.BYTES && !hasRoom(iov)) {
            return receive.complete(AioError.EINVAL);
        }
        if (!arrived.serves(iov)) {
            EndReason reason = interruption != null ? interruption : end;
            return reason == null ? Progress.WAITS : receive.complete(reason.error());
        }
        try {
            return arrived.move(receive);
        } catch (RuntimeException e) { // the user has changed the buffers during the operation
            return receive.complete(AioError.EINVAL);
        } catch (OutOfMemoryError e) { // there is no room for the whole message; it can still be received in parts
            return receive.complete(AioError.ENOMEM);
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
