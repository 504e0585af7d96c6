package io.helve.shell.stdio;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads an {@link InputStream}, such as standard input, for handles. A stream can only be read by a thread that blocks,
 * so this has one; it reads when somebody asks. A read ends as soon as something has arrived, with -1 as its count at
 * the end; what arrives after it was cancelled is kept for the next. One read at a time.
 */
public final class StreamSource implements AioCanceller, AutoCloseable {
    private static final int SIZE = 64 * 1024;

    /** What one read gives. */
    public enum Unit {
        /** What has arrived. */
        BLOCK,
        /** One line without its end; a line that is longer than what is read at a time, in parts. */
        LINE
    }

    private final InputStream in;
    private final Unit unit;
    private final Thread thread = new Thread(this::serve, "helve-stream");
    private AioOperation asked; // guarded by this
    private boolean closed; // guarded by this

    // of the thread
    private final byte[] bytes = new byte[SIZE];
    private final ByteBuffer arrived = ByteBuffer.wrap(bytes).limit(0);
    private boolean ended;
    private IOException failure;

    /** Reads blocks of a stream, which stays open. */
    public StreamSource(InputStream in) {
        this(in, Unit.BLOCK);
    }

    /** Reads a stream, which stays open. */
    public StreamSource(InputStream in, Unit unit) {
        this.in = in;
        this.unit = unit;
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts reading into the handle's iov. */
    public void read(Aio aio) {
        // under the lock, so that a canceller that comes at once finds the operation
        synchronized (this) {
            asked = AioOperation.start(aio, this);
            notifyAll();
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        synchronized (this) {
            if (!operation.equals(asked)) {
                return;
            }
            asked = null;
        }
        operation.finish(reason, 0);
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

    /** How much of what has arrived belongs to one read, or -1 if more must arrive. */
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
        while (asked == null && !closed) {
            wait();
        }
        return !closed;
    }

    /** From here on the operation cannot be cancelled: its buffers are about to be filled. */
    private synchronized AioOperation takeDemand() {
        AioOperation operation = asked;
        asked = null;
        return operation;
    }

    /** Ends the thread, unless it is deep in a read that nothing can interrupt: then when that returns. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
