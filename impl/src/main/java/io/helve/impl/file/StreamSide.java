package io.helve.impl.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * One direction of a stream. A single thread at a time is in a system call, with a buffer of this class, so that queued
 * operations can end while the thread is blocked. The thread continues as long as operations are queued.
 */
abstract class StreamSide extends Work {
    private static final int BUFFER = 1 << 16;

    final StreamFile file;
    final FileChannel channel;

    // Under the file's lock:
    final Queue<StreamTask> queue = new ArrayDeque<>();
    private boolean running;

    /** The thread's while it is in the system; otherwise under the lock. */
    ByteBuffer buffer;

    StreamSide(StreamFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Under the lock, before each visit to the system: ends what needs none, prepares the buffer; false if there is
     * nothing to do.
     */
    abstract boolean prepare(List<StreamTask> done);

    /** Without the lock: transfers, and returns how much, or -1 at the end of the stream. */
    abstract int transfer() throws IOException;

    /** Under the lock: after a visit to the system that transferred so much, also if it failed. */
    abstract void account(int transferred, Throwable failure, List<StreamTask> done);

    /** Under the lock: a task has left the queue early; settles its count. */
    abstract void withdrawn(StreamTask task);

    /** Under the lock: the stream is closed, and the queue empty. */
    abstract void abandon();

    /** Under the lock: whether all that was started has been carried out. */
    abstract boolean isIdle();

    abstract String describe();

    final void start(Aio aio) {
        StreamTask task = new StreamTask(this);
        List<StreamTask> done = new ArrayList<>(2); // before the start, because nothing may fail after it
        AioOperation operation = AioOperation.start(aio, task);
        if (operation == null) {
            return;
        }
        boolean run = false;
        file.lock.lock();
        try {
            AioError refused = file.refuses();
            AioError early = task.admit(operation);
            if (refused != null || early != null) {
                done.add(task.end(refused != null ? refused : early));
            } else {
                queue.add(task);
                if (!running) {
                    running = prepareOrFail(done);
                    run = running;
                }
            }
        } catch (Throwable e) { // the task could not be queued
            queue.remove(task);
            done.add(task.end(FileErrors.of(e), 0, e));
        } finally {
            file.lock.unlock();
        }
        done.forEach(StreamTask::finish);
        if (run && !file.streamThreads().submit(this)) {
            fail(AioError.ENOMEM); // not a single thread, and none to be had
        }
        file.check();
    }

    /**
     * Under the lock: prepares. If that fails, most likely for lack of memory for the buffer, the queued operations
     * end; the stream can be used again when there is memory.
     */
    private boolean prepareOrFail(List<StreamTask> done) {
        try {
            return prepare(done);
        } catch (Throwable e) {
            for (StreamTask task = queue.poll(); task != null; task = queue.poll()) {
                done.add(task.end(FileErrors.of(e), task.count(), FileErrors.cause(file.path(), e)));
            }
            return false;
        }
    }

    private void fail(AioError error) {
        List<StreamTask> done = new ArrayList<>();
        file.lock.lock();
        try {
            running = false;
            close(error, done);
        } finally {
            file.lock.unlock();
        }
        done.forEach(StreamTask::finish);
    }

    /** In a loop of its own thread: {@code prepare} has just said that there is something to do. */
    @Override
    final void run() {
        List<StreamTask> done = new ArrayList<>();
        boolean more = true;
        while (more) {
            int transferred = 0;
            Throwable failure = null;
            try {
                transferred = transfer();
            } catch (Throwable e) {
                failure = e;
            }
            file.lock.lock();
            try {
                account(transferred, failure, done);
                more = prepareOrFail(done);
                running = more;
            } finally {
                file.lock.unlock();
            }
            done.forEach(StreamTask::finish);
            done.clear();
        }
        file.check();
    }

    final void cancel(StreamTask task, AioError reason) {
        file.lock.lock();
        try {
            if (queue.remove(task)) {
                withdrawn(task);
                task.end(reason);
            } else {
                task.endEarly(reason);
                return;
            }
        } finally {
            file.lock.unlock();
        }
        task.finish();
        file.check();
    }

    /** Under the lock: ends all that is queued. */
    final void close(AioError error, List<StreamTask> done) {
        queue.forEach(task -> done.add(task.end(error)));
        queue.clear();
        abandon();
    }

    final boolean isRunning() {
        return running;
    }

    final ByteBuffer emptyBuffer() {
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(BUFFER);
        }
        return buffer.clear();
    }
}
