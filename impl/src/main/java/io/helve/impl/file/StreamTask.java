package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.nio.ByteBuffer;

/**
 * A read from or a write to a stream.
 *
 * <p>The lock of the stream guards all fields and is held during each method but {@link #cancel}, {@link #describe} and
 * {@link #finish}. The annotation {@code GuardedBy} cannot express a lock that is reached through several objects.
 */
final class StreamTask implements AioCanceller {
    private final StreamSide side;

    private AioOperation operation;

    /** The reason of a cancel that came before the operation was queued, otherwise null. */
    private AioError early;

    private ByteBuffer[] iov;
    private int index;
    private long count;

    private AioError result;
    private Throwable cause;

    StreamTask(StreamSide side) {
        this.side = side;
    }

    /** Begins the operation. {@return null, or the reason of an earlier cancel} */
    AioError admit(AioOperation started) {
        operation = started;
        iov = started.iov();
        return early;
    }

    void endEarly(AioError why) {
        early = why;
    }

    long count() {
        return count;
    }

    /** {@return whether bytes are left to transfer} */
    boolean hasRemaining() {
        while (index < iov.length && !iov[index].hasRemaining()) {
            index++;
        }
        return index < iov.length;
    }

    long remaining() {
        long sum = 0;
        for (int i = index; i < iov.length; i++) {
            sum += iov[i].remaining();
        }
        return sum;
    }

    /** Moves bytes from a buffer into the iov. */
    void fill(ByteBuffer source) {
        while (source.hasRemaining() && hasRemaining()) {
            ByteBuffer target = iov[index];
            int n = Math.min(source.remaining(), target.remaining());
            target.put(target.position(), source, source.position(), n);
            target.position(target.position() + n);
            source.position(source.position() + n);
            count += n;
        }
    }

    /** Copies bytes from the iov into a buffer. The iov's positions stay unchanged until {@link #advance}. */
    void peek(ByteBuffer target) {
        for (int i = index; i < iov.length && target.hasRemaining(); i++) {
            int n = Math.min(target.remaining(), iov[i].remaining());
            target.put(target.position(), iov[i], iov[i].position(), n);
            target.position(target.position() + n);
        }
    }

    /** Moves the iov's positions by a number of bytes that were transferred. */
    void advance(int bytes) {
        for (int left = bytes; left > 0 && hasRemaining(); ) {
            int n = Math.min(left, iov[index].remaining());
            iov[index].position(iov[index].position() + n);
            left -= n;
        }
        count += bytes;
    }

    /** Sets the result; the caller calls {@link #finish} after it has released the lock. */
    StreamTask end(AioError error, long transferred, Throwable failure) {
        result = error;
        count = transferred;
        cause = failure;
        return this;
    }

    StreamTask end(AioError error) {
        return end(error, count, null);
    }

    void finish() {
        operation.finish(result, count, cause);
    }

    @Override
    public void cancel(AioOperation op, AioError reason) {
        side.cancel(this, reason);
    }

    @Override
    public String describe() {
        return side.describe();
    }
}
