package io.helve.impl.file;

import io.helve.aio.AioError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Writes a stream, from the buffer. What is in the buffer when its operation is cancelled counts as written: it goes
 * out before anything else does. If that fails, the next write or {@code close(Aio)} is told.
 */
final class StreamWriter extends StreamSide {
    /** Whose bytes are in the buffer; null if it was cancelled. */
    private StreamTask inFlight;

    private int inFlightBytes;
    /** A failure that nobody has been told. */
    private Throwable late;

    StreamWriter(StreamFile file, FileChannel channel) {
        super(file, channel);
    }

    @Override
    boolean prepare(List<StreamTask> done) {
        for (StreamTask task = queue.peek(); task != null; task = queue.peek()) {
            if (late != null) {
                queue.remove();
                done.add(fail(task, late));
                late = null;
            } else if (task.hasRemaining()) {
                task.peek(emptyBuffer());
                buffer.flip();
                inFlight = task;
                inFlightBytes = buffer.remaining();
                return true;
            } else {
                queue.remove();
                done.add(task.end(AioError.OK));
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
    void account(int transferred, Throwable failure, List<StreamTask> done) {
        StreamTask task = inFlight;
        inFlight = null;
        if (task != null) {
            task.advance(buffer.position()); // also what went out before it failed
        }
        if (failure == null) {
            return;
        }
        if (task != null) {
            queue.remove(task);
            done.add(fail(task, failure));
        } else if (!file.isClosed()) {
            late = failure;
        }
    }

    @Override
    void withdrawn(StreamTask task) {
        if (task == inFlight) {
            task.advance(inFlightBytes);
            inFlight = null;
        }
    }

    @Override
    void abandon() {
        inFlight = null;
    }

    @Override
    boolean isIdle() {
        return queue.isEmpty() && !isRunning();
    }

    /** Returns, once and under the lock, the failure of a write whose operation had already ended. */
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
