package io.helve.net.channel;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.channel.Connection.Kind;
import io.helve.net.transport.Chunk;
import io.helve.net.transport.Chunks;
import io.helve.net.transport.Network;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What goes out. Sends wait in a queue; their bytes are taken as far as Netty's outbound buffer has room: small ones by any thread into a
 * chunks, which the event loop writes, large ones and messages by the event loop. A send is over when its last byte was taken.
 */
final class Sending {
    /** The most that is copied at a time, and so for how long the lock is held. */
    private static final int PIECE = 64 << 10;

    /** Sends up to this are gathered, to go out in few writes. */
    private static final int SMALL = Chunk.SIZE / 2;

    private final TransferQueue sends;
    private final Channel channel;
    private final boolean messages;
    private final boolean datagrams;
    private final int messageMax;
    private final Ending ending;
    private final LongAdder counter;
    private final Runnable pump = this::pumpOnLoop;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Chunks chunks;

    /** Why nothing more goes out, or null; guarded by the queue's lock. */
    private Failure end;

    /** Small sends that have been taken and not been written; guarded by the queue's lock. */
    private ChunkList taken = new ChunkList();

    /** Empty; the event loop's. */
    private ChunkList written = new ChunkList();

    /** Whether a send that was taken outside the event loop is being finished; guarded by the queue's lock. */
    private boolean finishingOutside;

    /** What follows is the event loop's. */
    private boolean pumping;

    /** Whether the channel is in the middle of reading: it flushes at the end of that. */
    private boolean deferring;

    private boolean unflushed;

    /** Whether a shutdown is being carried out. */
    private boolean shuttingDown;

    /** Whether large sends may be written straight from their buffers. */
    private boolean direct;

    private final DirectWrite writing;

    Sending(Channel channel, Connection connection, Network network, Supplier<String> peer) {
        this.channel = channel;
        messages = connection.kind() != Kind.BYTES;
        datagrams = connection.kind() == Kind.DATAGRAMS;
        messageMax = connection.sendMax();
        ending = connection.ending();
        counter = network.counters().bytesSent;
        chunks = network.chunks();
        writing = new DirectWrite(channel, this);
        sends = new TransferQueue("send", peer, this::pump, counter);
    }

    /** The channel is plain: large sends may be written straight from their buffers. Called before the first send. */
    void writeDirectly() {
        direct = true;
    }

    void send(Aio aio) {
        if (!sends.start(aio, false)) {
            return;
        }
        if (channel.eventLoop().inEventLoop()) {
            run();
        } else if (!takeSmall(true)) {
            wakeLoop();
        }
    }

    private void wakeLoop() {
        if (channel.isWritable() || hasEnded()) { // otherwise there will be an event when it is
            schedule();
        }
    }

    void shutdown(Aio aio) {
        if (sends.start(aio, true)) {
            pump();
        }
    }

    /** Has the event loop take what it can. */
    void pump() {
        if (channel.eventLoop().inEventLoop()) {
            run();
        } else {
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(pump);
            } catch (RuntimeException e) { // the loops have been closed, and this stream with them
                scheduled.set(false); // first: what comes from now on is refused in its turn
                end(Failure.CLOSED);
            }
        }
    }

    private void pumpOnLoop() {
        scheduled.set(false);
        run();
    }

    /** The channel begins to read: what is sent from now on goes out with one flush at the end of that. */
    void beginReading() {
        deferring = true;
    }

    void endReading() {
        deferring = false;
        if (unflushed) {
            flush();
            if (channel.isWritable() && hasWaiting()) {
                schedule();
            }
        }
    }

    /** Nothing more goes out: what waits ends with that. */
    void end(Failure why) {
        sends.lock.lock();
        try {
            if (end == null || why == Failure.CLOSED) {
                end = why;
            }
            taken.release();
        } finally {
            sends.lock.unlock();
        }
        while (finishHeadIfEnded()) {}
    }

    private boolean finishHeadIfEnded() {
        AioOperation operation;
        long count;
        Failure why;
        sends.lock.lock();
        try {
            Transfer head = sends.freeHead();
            why = end;
            if (head == null || why == null) {
                return false;
            }
            count = head.done;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        operation.finish(why.error(), count, why.cause());
        return true;
    }

    /** On the event loop. */
    private void run() {
        if (pumping) {
            return; // called from an inline callback: whoever pumps further up goes on
        }
        pumping = true;
        try {
            writing.withdrawIfCancelled();
            do {
                while (takeSmall(false)) {}
                writeTaken();
            } while (step());
        } finally {
            pumping = false;
        }
        if (unflushed && (!deferring || !channel.isWritable())) {
            flush();
            if (channel.isWritable() && hasWaiting()) {
                schedule(); // through the loop's queue: other channels shall have their turn
            }
        }
    }

    private boolean hasWaiting() {
        sends.lock.lock();
        try {
            return sends.freeHead() != null && !shuttingDown;
        } finally {
            sends.lock.unlock();
        }
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /**
     * Takes the send whose turn it is, if it is small, on any thread: these do not wait for the event loop. Outside the loop that is told
     * first, to write while we finish; and an inline callback that sends again leaves that send to the loop, or it would keep its thread.
     *
     * @return whether one was taken
     */
    private boolean takeSmall(boolean outside) {
        AioOperation operation;
        AioError error;
        long count;
        sends.lock.lock();
        try {
            Transfer head = sends.freeHead();
            if (head == null || !fits(head) || outside && finishingOutside) {
                return false;
            }
            error = takeInto(head);
            count = head.done;
            operation = sends.takeHead();
            finishingOutside |= outside;
        } finally {
            sends.lock.unlock();
        }
        if (outside) {
            wakeLoop();
        }
        counter.add(count);
        try {
            operation.finish(error, count);
        } finally {
            if (outside) {
                sends.lock.lock();
                finishingOutside = false;
                sends.lock.unlock();
            }
        }
        return true;
    }

    /** Under the lock. */
    private boolean fits(Transfer send) {
        if (messages || send.shutdown || end != null || room() <= 0) {
            return false;
        }
        return remaining(send.operation.iov()) <= SMALL;
    }

    /** Under the lock. */
    private AioError takeInto(Transfer send) {
        try {
            for (ByteBuffer buffer : send.operation.iov()) {
                int part = buffer.remaining();
                if (part > 0) {
                    taken.add(buffer, chunks);
                    send.done += part;
                }
            }
            return AioError.OK;
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        }
    }

    private void writeTaken() {
        sends.lock.lock();
        try {
            if (taken.length() == 0) {
                return;
            }
            ChunkList full = taken;
            taken = written;
            written = full;
        } finally {
            sends.lock.unlock();
        }
        unflushed = true;
        written.write(channel);
    }

    /**
     * Takes from a send that is not small, or carries out a shutdown; what was taken before has been written. On the event loop.
     *
     * @return whether to go on
     */
    private boolean step() {
        AioOperation operation = null;
        AioError error = null;
        ByteBuf piece = null;
        long count = 0;
        sends.lock.lock();
        try {
            Transfer head = sends.freeHead();
            if (head == null || shuttingDown) {
                return false;
            }
            if (taken.length() > 0) {
                return true; // somebody has taken more in the meantime
            }
            if (end == null && direct && writing.suits(head)) {
                head.state = Transfer.State.DIRECT;
                head.cancelled = null;
                writing.take(head);
            } else if (end == null && head.shutdown) {
                shuttingDown = true;
            } else if (end == null) {
                long room = room();
                if (room <= 0) {
                    return false;
                }
                ByteBuffer[] iov = head.operation.iov();
                long left = remaining(iov);
                if (!messages && head.done == 0 && left <= SMALL) {
                    return true; // has come in the meantime
                }
                if (messages && left > messageMax) {
                    error = AioError.EMSGSIZE;
                } else if (left == 0 && datagrams) {
                    error = AioError.ENOTSUP; // Netty would drop it without a word
                } else {
                    try {
                        piece = take(head, iov, (int) (messages ? left : Math.min(left, Math.min(room, PIECE))));
                        error = messages || remaining(iov) == 0 ? AioError.OK : null;
                    } catch (RuntimeException e) { // the user's buffers have changed under our hands
                        error = AioError.EINVAL;
                    } catch (OutOfMemoryError e) {
                        error = AioError.ENOMEM;
                    }
                }
                if (error != null) {
                    count = head.done;
                    operation = sends.takeHead();
                }
            }
        } finally {
            sends.lock.unlock();
        }
        if (writing.isBusy()) {
            unflushed = false;
            writing.begin();
            return !writing.isBusy();
        }
        if (piece != null) {
            write(piece);
        }
        if (operation != null) {
            counter.add(count);
            operation.finish(error, count);
        } else if (shuttingDown) {
            endOutput();
        } else if (piece == null && end != null) {
            return finishHeadIfEnded();
        }
        return true;
    }

    /** A direct write has ended, on the event loop: with its send, or with part of it and a reason. */
    void wrote(long count, Throwable cause) {
        AioOperation operation;
        AioError error;
        sends.lock.lock();
        try {
            Transfer head = sends.head();
            head.done += count;
            count = head.done;
            error = cause == null
                    ? AioError.OK
                    : head.cancelled != null ? head.cancelled : end != null ? end.error() : Errors.of(cause);
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        boolean told = error == AioError.OK || error == AioError.ECLOSED || cause == DirectWrite.WITHDRAWN;
        operation.finish(error, count, told ? null : cause);
        if (!pumping) {
            run();
        }
    }

    /** How much Netty takes before it says that it is enough. */
    private long room() {
        return channel.bytesBeforeUnwritable() - taken.length();
    }

    private static long remaining(ByteBuffer[] iov) {
        long sum = 0;
        for (ByteBuffer buffer : iov) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** Copies from a send's buffers. */
    private ByteBuf take(Transfer send, ByteBuffer[] iov, int length) {
        ByteBuf into = channel.alloc().ioBuffer(length);
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
        send.done += length - left;
        return into;
    }

    private void write(ByteBuf piece) {
        unflushed = true;
        channel.write(piece, channel.voidPromise());
    }

    private void endOutput() {
        flush();
        ending.end(channel).addListener(told -> outputEnded(told.cause()));
    }

    private void outputEnded(Throwable cause) {
        AioOperation operation = null;
        sends.lock.lock();
        try {
            shuttingDown = false;
            Transfer head = sends.head();
            if (head != null && head.shutdown) { // it may have been cancelled; the output has ended all the same
                operation = sends.takeHead();
            }
            if (end == null) {
                end = Failure.SHUT;
            }
        } finally {
            sends.lock.unlock();
        }
        if (operation != null) {
            AioError error = cause == null ? AioError.OK : Errors.of(cause);
            operation.finish(error, 0, cause);
        }
        while (finishHeadIfEnded()) {}
    }

    boolean hasEnded() {
        sends.lock.lock();
        try {
            return end != null;
        } finally {
            sends.lock.unlock();
        }
    }
}
