package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads an {@link InputStream}, such as standard input, for handles. A stream can only be read by a thread that blocks, so
 * this has one; it reads when somebody asks. A read ends as soon as something has arrived; what arrives after it was
 * cancelled is kept for the next.
 */
final class StreamSource implements Source, AioCanceller, AutoCloseable {
    private static final int SIZE = 64 * 1024;

    private final InputStream in;
    private final Thread thread = new Thread(this::serve, "helve-stream");
    private AioOperation asked; // guarded by this
    private boolean closed; // guarded by this

    StreamSource(InputStream in) {
        this.in = in;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void read(long position, Aio aio) {
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
        byte[] bytes = new byte[SIZE];
        ByteBuffer arrived = ByteBuffer.wrap(bytes).limit(0);
        boolean end = false;
        IOException failure = null;
        try {
            while (awaitDemand()) {
                if (!arrived.hasRemaining() && !end && failure == null) {
                    try {
                        int n = in.read(bytes);
                        end = n < 0;
                        arrived.clear().limit(Math.max(n, 0));
                    } catch (IOException e) {
                        failure = e;
                    }
                }
                AioOperation operation = takeDemand();
                if (operation != null) {
                    deliver(operation, arrived, failure);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private static void deliver(AioOperation operation, ByteBuffer arrived, IOException failure) {
        if (failure != null) {
            operation.finish(AioError.ESYSERR, 0, failure);
            return;
        }
        long count = 0;
        for (ByteBuffer buffer : operation.iov()) {
            int n = Math.min(buffer.remaining(), arrived.remaining());
            buffer.put(arrived.slice(arrived.position(), n));
            arrived.position(arrived.position() + n);
            count += n;
        }
        operation.finish(AioError.OK, count == 0 ? -1 : count);
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
