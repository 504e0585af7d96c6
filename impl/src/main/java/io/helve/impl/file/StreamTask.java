package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.nio.ByteBuffer;

/** A read from or write to a stream. Everything under the stream's lock, but {@code finish}. */
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

    /** May it begin? Returns why not. */
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

    /** Whether there is more to transfer. */
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

    /** Moves bytes from the source into the iov. */
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

    /** Copies bytes from the iov, which stays as it is until {@link #advance}. */
    void peek(ByteBuffer target) {
        for (int i = index; i < iov.length && target.hasRemaining(); i++) {
            int n = Math.min(target.remaining(), iov[i].remaining());
            target.put(target.position(), iov[i], iov[i].position(), n);
            target.position(target.position() + n);
        }
    }

    /** These were transferred. */
    void advance(int bytes) {
        for (int left = bytes; left > 0 && hasRemaining(); ) {
            int n = Math.min(left, iov[index].remaining());
            iov[index].position(iov[index].position() + n);
            left -= n;
        }
        count += bytes;
    }

    /** Settles how it ends; {@link #finish} follows without the lock. */
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
