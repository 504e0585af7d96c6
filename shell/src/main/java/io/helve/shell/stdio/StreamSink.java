package io.helve.shell.stdio;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes to an {@link OutputStream}, such as standard output, for handles, in the order in which they ask. The stream
 * may block, so this has a thread. A write that is cancelled ends at once; what the thread has begun to write it may
 * still write.
 */
public final class StreamSink implements AioCanceller, AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final OutputStream out;
    private final Thread thread = new Thread(this::serve, "helve-sink");
    private final Deque<AioOperation> queue = new ArrayDeque<>(); // guarded by this; the first one is being written
    private boolean closed; // guarded by this
    private IOException failure; // of the thread

    /** Writes to a stream, which stays open. */
    public StreamSink(OutputStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts writing the handle's iov, all of it. */
    public void write(Aio aio) {
        // under the lock, so that a canceller that comes at once finds the operation
        synchronized (this) {
            AioOperation operation = AioOperation.start(aio, this);
            if (operation != null) {
                queue.add(operation);
                notifyAll();
            }
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

    /** A copy, because the buffers are the user's again as soon as the operation is cancelled. */
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

    /** Ends the thread, unless it is deep in a write that nothing can interrupt: then when that returns. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
