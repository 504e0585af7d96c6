package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * One direction of a stream. At most one thread at a time is inside a system call, with a buffer of this class, so that
 * queued operations can end while the thread is blocked. The thread continues as long as operations are queued.
 */
abstract class StreamSide extends FileWork {
    private static final int BUFFER = 1 << 16;

    final StreamFile file;
    final FileChannel channel;

    @GuardedBy("file.lock")
    final Queue<StreamTask> operations = new ArrayDeque<>();

    /** Whether a thread runs this side, or is going to. */
    @GuardedBy("file.lock")
    private boolean running;

    /**
     * Null until first used. While a thread is in {@link #transfer}, only that thread uses it; otherwise the lock
     * guards it.
     */
    ByteBuffer buffer;

    StreamSide(StreamFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Prepares the buffer for the next system call, and ends operations that need no system call.
     *
     * @param done gets the operations that have ended
     * @return false if no system call is needed
     */
    @GuardedBy("file.lock")
    abstract boolean prepare(List<StreamTask> done);

    /** Makes the system call; called without the lock. {@return the number of bytes, or -1 at the end of the stream} */
    abstract int transfer() throws IOException;

    /**
     * Distributes the result of a system call among the operations.
     *
     * @param transferred the number of bytes, or -1 at the end of the stream
     * @param failure the failure of the call, or null
     * @param done gets the operations that have ended
     */
    @GuardedBy("file.lock")
    abstract void account(int transferred, Throwable failure, List<StreamTask> done);

    /** Sets the count of an operation that a cancel has taken out of the queue. */
    @GuardedBy("file.lock")
    abstract void withdrawn(StreamTask task);

    /** Drops the state of this side: the stream is closed, and the queue empty. */
    @GuardedBy("file.lock")
    abstract void abandon();

    /** {@return whether all operations that were started have been carried out} */
    @GuardedBy("file.lock")
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
                operations.add(task);
                if (!running) {
                    running = prepareOrFail(done);
                    run = running;
                }
            }
        } catch (Throwable e) { // the task could not be queued
            operations.remove(task);
            done.add(task.end(FileErrors.of(e), 0, e));
        } finally {
            file.lock.unlock();
        }
        done.forEach(StreamTask::finish);
        if (run && !file.streamThreads().submit(this)) {
            fail(AioError.ENOMEM); // there is no thread, and none can be started
        }
        file.check();
    }

    /**
     * Calls {@link #prepare}. If that fails, most likely for lack of memory for the buffer, the queued operations end;
     * the stream can be used again when there is memory.
     */
    @GuardedBy("file.lock")
    private boolean prepareOrFail(List<StreamTask> done) {
        try {
            return prepare(done);
        } catch (Throwable e) {
            for (StreamTask task = operations.poll(); task != null; task = operations.poll()) {
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

    /** Makes system calls until no operation needs one. {@link #prepare} has returned true for the first call. */
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
            if (operations.remove(task)) {
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

    /** Ends all queued operations with an error. */
    @GuardedBy("file.lock")
    final void close(AioError error, List<StreamTask> done) {
        operations.forEach(task -> done.add(task.end(error)));
        operations.clear();
        abandon();
    }

    @GuardedBy("file.lock")
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
