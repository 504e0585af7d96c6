package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The blocking transfers of the views of a stream: each is one operation on a handle without a callback. */
final class BlockingTransfer {
    /** What a receive returns at the end of the stream. */
    static final int END = -1;

    private final Stream stream;

    BlockingTransfer(Stream stream) {
        this.stream = stream;
    }

    /** {@return the number of bytes received, or {@link #END}} */
    int receive(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        return (int) run(stream::receive, buffer, "receive");
    }

    void send(ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            run(stream::send, buffer, "send");
        }
    }

    /** Ends the output in order, so that the bytes that the stream has taken are sent. */
    void shutdown() throws IOException {
        run(stream::shutdown, null, "shutdown");
    }

    private long run(Consumer<Aio> operation, @Nullable ByteBuffer buffer, String what) throws IOException {
        try (Aio aio = stream.factory().alloc()) {
            if (buffer != null) {
                aio.setIov(buffer);
            }
            operation.accept(aio);
            boolean interrupted = await(aio);
            AioError result = aio.result();
            if (interrupted && result == AioError.ECANCELED) {
                Thread.currentThread().interrupt();
                InterruptedIOException failure = new InterruptedIOException(what + " on " + stream);
                failure.bytesTransferred = (int) aio.count();
                throw failure;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (result == AioError.ECONNSHUT && !what.equals("send")) {
                return END;
            }
            try {
                return aio.check().count();
            } catch (AioException e) {
                throw new IOException(what + " on " + stream + ": " + e.getMessage(), e);
            }
        }
    }

    /** {@return whether the thread was interrupted meanwhile; an interrupt cancels the operation} */
    private static boolean await(Aio aio) {
        for (boolean interrupted = false; ; ) {
            try {
                aio.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                aio.cancel();
            }
        }
    }
}
