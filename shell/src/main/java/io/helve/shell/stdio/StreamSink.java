package io.helve.shell.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.internal.DetachedThread;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A provider of writes to an {@link OutputStream}, such as standard output. Writes are done in the order in which
 * handles start them, by a thread of the sink, because the stream may block. A cancelled write ends at once; the piece
 * that the thread is writing at that moment may still be written.
 *
 * <p>The first operation of {@link #queue} is the one that the thread writes. Buffers are copied piece by piece under
 * the lock, because they belong to the user again as soon as the operation is cancelled.
 */
public final class StreamSink implements AioCanceller, AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final OutputStream out;
    private final Thread thread = DetachedThread.of(
            Thread.currentThread().getThreadGroup(), this::serve, "helve-sink", StreamSink.class.getClassLoader());

    @GuardedBy("this")
    private final AioQueue queue = new AioQueue();

    @GuardedBy("this")
    private boolean closed;

    /** The first failure of the stream; later writes fail with it, too. Touched by the thread only. */
    private IOException failure;

    /** Creates a sink of a stream, which stays open. */
    public StreamSink(OutputStream out) {
        this.out = out;
        thread.start();
    }

    /** Starts to write all of the handle's iov. */
    public void write(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        AioError refused;
        synchronized (this) {
            refused = queue.append(operation);
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
            found = queue.remove(operation);
        }
        if (found) {
            operation.finish(reason, 0);
        }
    }

    @Override
    public String describe() {
        return "writing a stream";
    }

    private void serve() {
        byte[] piece = new byte[PIECE];
        try {
            for (AioOperation operation = next(); operation != null; operation = next()) {
                write(operation, piece);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void write(AioOperation operation, byte[] piece) {
        long count = 0;
        try {
            for (int length = take(operation, piece); length > 0; length = take(operation, piece)) {
                if (failure == null) {
                    out.write(piece, 0, length);
                    count += length;
                }
            }
            out.flush();
        } catch (IOException e) {
            failure = e;
        }
        boolean mine;
        synchronized (this) {
            mine = queue.remove(operation);
        }
        if (mine) {
            operation.finish(failure == null ? AioError.OK : AioError.ESYSERR, count, failure);
        }
    }

    /** Copies the next piece; returns its length, or 0 at the end or after a cancel. */
    private synchronized int take(AioOperation operation, byte[] piece) {
        int length = 0;
        if (operation.equals(queue.peek())) {
            for (ByteBuffer buffer : operation.iov()) {
                int n = Math.min(buffer.remaining(), piece.length - length);
                buffer.get(piece, length, n);
                length += n;
            }
        }
        return length;
    }

    private synchronized AioOperation next() throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : queue.peek();
    }

    /** Ends the thread; if a write blocks that cannot be interrupted, the thread ends when the write returns. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
