package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Writes a stream from the buffer. When an operation is cancelled, its bytes in the buffer count as written: they are
 * written before any later byte. If writing them fails, the next write or {@code close(Aio)} reports the failure.
 */
final class StreamWriter extends StreamSide {
    /** The operation whose bytes are in the buffer; null if it was cancelled. */
    @GuardedBy("file.lock")
    private StreamTask inFlight;

    @GuardedBy("file.lock")
    private int inFlightBytes;

    /** A failure that no operation has reported yet. */
    @GuardedBy("file.lock")
    private Throwable late;

    StreamWriter(StreamFile file, FileChannel channel) {
        super(file, channel);
    }

    @Override
    @GuardedBy("file.lock")
    boolean prepare(List<StreamTask> done) {
        for (StreamTask task = operations.peek(); task != null; task = operations.peek()) {
            if (late != null) {
                done.add(fail(task, late));
                operations.remove(); // last, because there may be no memory for what comes before
                late = null;
            } else if (task.hasRemaining()) {
                task.peek(emptyBuffer());
                buffer.flip();
                inFlight = task;
                inFlightBytes = buffer.remaining();
                return true;
            } else {
                done.add(task.end(AioError.OK));
                operations.remove();
            }
        }
        return false;
    }

    private StreamTask fail(StreamTask task, Throwable failure) {
        return task.end(FileErrors.of(failure), task.count(), FileErrors.cause(file.path(), failure));
    }

    @Override
    int transfer() throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) <= 0) {
                throw new IOException("the device takes no bytes");
            }
        }
        return buffer.position();
    }

    @Override
    @GuardedBy("file.lock")
    void account(int transferred, Throwable failure, List<StreamTask> done) {
        StreamTask task = inFlight;
        inFlight = null;
        if (task != null) {
            task.advance(buffer.position()); // includes the bytes that were written before a failure
        }
        if (failure == null) {
            return;
        }
        if (task != null) {
            done.add(fail(task, failure));
            operations.remove(task); // last, because there may be no memory for what comes before
        } else if (!file.isClosed()) {
            late = failure;
        }
    }

    @Override
    @GuardedBy("file.lock")
    void withdrawn(StreamTask task) {
        if (task == inFlight) {
            task.advance(inFlightBytes);
            inFlight = null;
        }
    }

    @Override
    @GuardedBy("file.lock")
    void abandon() {
        inFlight = null;
    }

    @Override
    @GuardedBy("file.lock")
    boolean isIdle() {
        return operations.isEmpty() && !isRunning();
    }

    /** {@return the failure of a write whose operation has ended before, or null; a failure is returned once} */
    @GuardedBy("file.lock")
    Throwable takeLateFailure() {
        Throwable failure = late;
        late = null;
        return failure;
    }

    @Override
    String describe() {
        return "writing " + file.path();
    }
}
