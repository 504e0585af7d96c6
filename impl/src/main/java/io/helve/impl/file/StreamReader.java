package io.helve.impl.file;

import io.helve.aio.AioError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Reads a stream: as much as the queued operations want, into the buffer, where it stays if they have gone when it
 * arrives.
 */
final class StreamReader extends StreamSide {
    /** The end was met, and nobody has been told yet. */
    private boolean ended;

    StreamReader(StreamFile file, FileChannel channel) {
        super(file, channel);
    }

    @Override
    boolean prepare(List<StreamTask> done) {
        for (StreamTask task = queue.peek(); task != null; task = queue.peek()) {
            if (!serve(task, done)) {
                break;
            }
            queue.remove();
        }
        if (ended) {
            tellEnd(done);
        }
        if (queue.isEmpty()) {
            return false;
        }
        long wanted = queue.stream().mapToLong(StreamTask::remaining).sum();
        emptyBuffer();
        buffer.limit((int) Math.min(wanted, buffer.capacity()));
        return true;
    }

    /** Gives a task what is in the buffer; whether it needs no more. */
    private boolean serve(StreamTask task, List<StreamTask> done) {
        try {
            if (buffer != null) {
                task.fill(buffer);
            }
            if (task.hasRemaining()) {
                return false;
            }
            done.add(task.end(AioError.OK));
        } catch (RuntimeException e) { // a read-only buffer of the user's
            done.add(task.end(FileErrors.of(e), task.count(), FileErrors.cause(file.path(), e)));
        }
        return true;
    }

    /**
     * Ends all waiting reads at the end of the stream. If no read could report the end, because the only waiting read
     * had some bytes, the next read reports it.
     */
    private void tellEnd(List<StreamTask> done) {
        for (StreamTask task = queue.poll(); task != null; task = queue.poll()) {
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
    void account(int transferred, Throwable failure, List<StreamTask> done) {
        buffer.flip();
        ended |= transferred < 0;
        StreamTask task = failure == null ? null : queue.poll();
        if (task != null) {
            done.add(task.end(FileErrors.of(failure), task.count(), FileErrors.cause(file.path(), failure)));
        }
    }

    @Override
    void withdrawn(StreamTask task) {
        // What it has not got stays in the buffer, or will come into it.
    }

    @Override
    void abandon() {
        ended = false;
    }

    @Override
    boolean isIdle() {
        return queue.isEmpty(); // a thread that is blocked for a cancelled read holds nothing up
    }

    @Override
    String describe() {
        return "reading " + file.path();
    }
}
