package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Reads a stream into the buffer, as many bytes as the queued operations have room for. If the operations have ended
 * when the bytes arrive, the bytes stay in the buffer for later operations.
 */
final class StreamReader extends StreamSide {
    /** Whether the end of the stream was met, and no read has reported the end yet. */
    @GuardedBy("file.lock")
    private boolean ended;

    StreamReader(StreamFile file, FileChannel channel) {
        super(file, channel);
    }

    @Override
    @GuardedBy("file.lock")
    boolean prepare(List<StreamTask> done) {
        for (StreamTask task = operations.peek(); task != null; task = operations.peek()) {
            if (!serve(task, done)) {
                break;
            }
            operations.remove();
        }
        if (ended) {
            tellEnd(done);
        }
        if (operations.isEmpty()) {
            return false;
        }
        long wanted = operations.stream().mapToLong(StreamTask::remaining).sum();
        emptyBuffer();
        buffer.limit((int) Math.min(wanted, buffer.capacity()));
        return true;
    }

    /** Moves bytes from the buffer into an operation. {@return whether the operation has ended} */
    @GuardedBy("file.lock")
    private boolean serve(StreamTask task, List<StreamTask> done) {
        try {
            if (task.count() == 0 && !task.hasRemaining()) {
                done.add(task.end(AioError.EINVAL));
                return true;
            }
            if (buffer != null) {
                task.fill(buffer);
            }
            if (task.hasRemaining()) {
                return false;
            }
            done.add(task.end(AioError.OK));
        } catch (RuntimeException e) { // the user has passed a read-only buffer
            done.add(task.end(FileErrors.of(e), task.count(), FileErrors.cause(file.path(), e)));
        }
        return true;
    }

    /**
     * Ends all waiting reads at the end of the stream. If no read could report the end, because the only waiting read
     * had some bytes, the next read reports it.
     */
    @GuardedBy("file.lock")
    private void tellEnd(List<StreamTask> done) {
        for (StreamTask task = operations.poll(); task != null; task = operations.poll()) {
            boolean told = task.count() == 0;
            ended &= !told;
            done.add(told ? task.end(AioError.OK, -1, null) : task.end(AioError.OK));
        }
    }

    @Override
    int transfer() throws IOException {
        return channel.read(buffer);
    }

    @Override
    @GuardedBy("file.lock")
    void account(int transferred, Throwable failure, List<StreamTask> done) {
        buffer.flip();
        ended |= transferred < 0;
        StreamTask task = failure == null ? null : operations.peek();
        if (task != null) {
            done.add(task.end(FileErrors.of(failure), task.count(), FileErrors.cause(file.path(), failure)));
            operations.poll(); // last, because there may be no memory for what comes before
        }
    }

    @Override
    @GuardedBy("file.lock")
    void withdrawn(StreamTask task) {
        // The count is exact: bytes that arrive later stay in the buffer for the next read.
    }

    @Override
    @GuardedBy("file.lock")
    void abandon() {
        ended = false;
    }

    @Override
    @GuardedBy("file.lock")
    boolean isIdle() {
        return operations.isEmpty(); // a close need not wait for a thread that is blocked for a cancelled read
    }

    @Override
    String describe() {
        return "reading " + file.path();
    }
}
