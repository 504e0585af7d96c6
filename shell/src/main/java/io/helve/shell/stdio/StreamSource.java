package io.helve.shell.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.internal.DetachedThread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A provider of reads from an {@link InputStream}, such as standard input. Only a blocked thread can wait for a stream,
 * so the source has a thread, which reads the stream while an operation waits. A read succeeds as soon as bytes have
 * arrived; at the end of the stream its count is -1. Bytes that arrive after a cancel are kept for the next read.
 *
 * <p>Operations wait in {@link #waiting}, under the lock. The thread takes the first one when bytes have arrived: from
 * then on the operation cannot be cancelled any more. The buffer belongs to the thread alone.
 */
public final class StreamSource implements AioCanceller, AutoCloseable {
    private static final int SIZE = 64 * 1024;

    /** The unit of one read. */
    public enum Unit {
        /** All bytes that have arrived. */
        BLOCK,
        /** One line without its end. A line that is longer than the buffer comes in parts. */
        LINE
    }

    private final InputStream in;
    private final Unit unit;
    private final Thread thread = DetachedThread.of(
            Thread.currentThread().getThreadGroup(), this::serve, "helve-stream", StreamSource.class.getClassLoader());

    /** The reads that the thread has not taken yet. */
    @GuardedBy("this")
    private final AioQueue waiting = new AioQueue();

    @GuardedBy("this")
    private boolean closed;

    private final byte[] bytes = new byte[SIZE];
    private final ByteBuffer arrived = ByteBuffer.wrap(bytes).limit(0);
    private boolean ended;
    private IOException failure;

    /** Creates a source of blocks; the stream stays open. */
    public StreamSource(InputStream in) {
        this(in, Unit.BLOCK);
    }

    /** Creates a source; the stream stays open. */
    public StreamSource(InputStream in, Unit unit) {
        this.in = in;
        this.unit = unit;
        thread.start();
    }

    /** Starts to read into the handle's iov. */
    public void read(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = waiting.append(operation);
            notifyAll();
        }
        if (refused != AioError.OK) {
            operation.finish(refused, 0); // cancelled before it was queued
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        boolean found;
        synchronized (this) {
            found = waiting.remove(operation);
        }
        if (found) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "reading a stream";
    }

    private void serve() {
        try {
            while (awaitDemand()) {
                while (available() < 0 && !ended && failure == null) {
                    fill();
                }
                AioOperation operation = takeDemand();
                if (operation != null) {
                    deliver(operation);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void fill() {
        try {
            arrived.compact();
            int n = in.read(bytes, arrived.position(), arrived.remaining());
            ended = n < 0;
            arrived.position(arrived.position() + Math.max(n, 0));
        } catch (IOException e) {
            failure = e;
        } finally {
            arrived.flip();
        }
    }

    /** Returns the number of arrived bytes that one read gets, or -1 if more must arrive. */
    private int available() {
        if (unit == Unit.BLOCK) {
            return arrived.hasRemaining() ? arrived.remaining() : -1;
        }
        for (int i = arrived.position(); i < arrived.limit(); i++) {
            if (bytes[i] == '\n') {
                return i - arrived.position();
            }
        }
        return arrived.remaining() == SIZE ? SIZE : -1;
    }

    private void deliver(AioOperation operation) {
        int length = available();
        if (length < 0 && !arrived.hasRemaining()) {
            if (failure != null) {
                operation.finish(AioError.ESYSERR, 0, failure);
            } else {
                operation.finish(AioError.OK, -1);
            }
            return;
        }
        int end = arrived.position() + (length < 0 ? arrived.remaining() : length);
        long count = 0;
        for (ByteBuffer buffer : operation.iov()) {
            int n = Math.min(buffer.remaining(), end - arrived.position());
            buffer.put(arrived.slice(arrived.position(), n));
            arrived.position(arrived.position() + n);
            count += n;
        }
        if (unit == Unit.LINE && length >= 0 && length < SIZE && arrived.position() == end) {
            arrived.get(); // the line's end
        }
        operation.finish(AioError.OK, count);
    }

    private synchronized boolean awaitDemand() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    /** Takes the first read, which cannot be cancelled from now on, because its buffers are about to be filled. */
    private synchronized AioOperation takeDemand() {
        return waiting.poll();
    }

    /** Ends the thread; if a read blocks that cannot be interrupted, the thread ends when the read returns. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
