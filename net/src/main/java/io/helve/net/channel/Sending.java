package io.helve.net.channel;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What goes out. Sends wait in a queue; the event loop takes their bytes into Netty's outbound buffer as far as that has room, and
 * flushes. A send is over when its last byte was taken.
 */
final class Sending {
    /** The most that is copied at a time, and so for how long the lock is held. */
    private static final int PIECE = 64 << 10;

    /** Sends smaller than this are gathered, to go out in few writes. */
    private static final int SMALL = 8 << 10;

    private final TransferQueue sends;
    private final Channel channel;
    private final boolean messages;
    private final int messageMax;
    private final Ending ending;
    private final LongAdder counter;
    private final Runnable pump = this::pumpOnLoop;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Why nothing more goes out, or null; guarded by the queue's lock. */
    private Failure end;

    /** What follows is the event loop's. */
    private boolean pumping;

    /** Whether the channel is in the middle of reading: it flushes at the end of that. */
    private boolean deferring;

    private boolean unflushed;

    /** Small sends that have been taken and not been written. */
    private ByteBuf gathered;

    /** Whether a shutdown is being carried out. */
    private boolean shuttingDown;

    /** Whether large sends may be written straight from their buffers. */
    private boolean direct;

    /** The one that is, or null. */
    private DirectWrite writing;

    Sending(
            Channel channel,
            boolean messages,
            int messageMax,
            Ending ending,
            LongAdder counter,
            Supplier<String> peer) {
        this.channel = channel;
        this.messages = messages;
        this.messageMax = messageMax;
        this.ending = ending;
        this.counter = counter;
        sends = new TransferQueue("send", peer, this::pump);
    }

    /** The channel is plain: large sends may be written straight from their buffers. Called before the first send. */
    void writeDirectly() {
        direct = true;
    }

    void send(Aio aio) {
        if (sends.start(aio, false)) {
            pump();
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
        } finally {
            sends.lock.unlock();
        }
        if (channel.eventLoop().inEventLoop() && gathered != null) {
            gathered.release();
            gathered = null;
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
            if (writing != null) {
                writing.withdrawIfCancelled();
            }
            while (step()) {}
            writeGathered();
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

    /** Takes from one send, and finishes it if that was all. {@return whether to go on} */
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
            if (end == null && direct && DirectWrite.suits(head, channel) && gathered == null) {
                head.state = Transfer.State.DIRECT;
                head.cancelled = null;
                writing = new DirectWrite(head, channel, this);
            } else if (end == null && head.shutdown) {
                shuttingDown = true;
            } else if (end == null) {
                long room = room();
                if (room <= 0) {
                    return false;
                }
                ByteBuffer[] iov = head.operation.iov();
                long left = remaining(iov);
                if (messages && left > messageMax) {
                    error = AioError.EMSGSIZE;
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
        if (writing != null) {
            unflushed = false;
            writing.begin();
            return writing == null;
        }
        if (piece != null) {
            writeGathered();
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
    void wrote(DirectWrite write, long count, Throwable cause) {
        AioOperation operation;
        AioError error;
        sends.lock.lock();
        try {
            writing = null;
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
        return channel.bytesBeforeUnwritable() - (gathered == null ? 0 : gathered.readableBytes());
    }

    private static long remaining(ByteBuffer[] iov) {
        long sum = 0;
        for (ByteBuffer buffer : iov) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** Copies from a send's buffers. {@return what to write at once, or null if it was gathered} */
    private ByteBuf take(Transfer send, ByteBuffer[] iov, int length) {
        boolean small = !messages && length < SMALL;
        ByteBuf into = small ? gathering(length) : channel.alloc().ioBuffer(length);
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
        return small ? null : into;
    }

    private ByteBuf gathering(int length) {
        if (gathered != null && gathered.maxWritableBytes() < length) {
            writeGathered();
        }
        if (gathered == null) {
            gathered = channel.alloc().ioBuffer(Math.max(length, 256), 2 * SMALL);
        }
        return gathered;
    }

    private void writeGathered() {
        ByteBuf all = gathered;
        if (all != null) {
            gathered = null;
            write(all);
        }
    }

    private void write(ByteBuf piece) {
        unflushed = true;
        channel.write(piece, channel.voidPromise());
    }

    private void endOutput() {
        writeGathered();
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
