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
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a stream. At most one thread at a time is inside a system call, with a buffer of this class, so that
 * queued operations can end while the thread is blocked. The thread continues as long as operations are queued.
 */
abstract class StreamSide extends FileWork {
    private static final int BUFFER = 1 << 16;

    /** How long a thread without memory waits until it tries again. */
    private static final long AGAIN_NANOS = 1_000_000;

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
        boolean run;
        try {
            run = queue(task, operation, done);
        } catch (Throwable e) { // no memory to wait for the lock: nobody else knows the task
            operation.finish(error(e), 0, e);
            return;
        }
        done.forEach(StreamTask::finish);
        if (run) {
            requestThread();
        }
        file.check();
    }

    /**
     * Queues a task.
     *
     * @param done receives the operations that have ended, which the caller finishes
     * @return whether a thread has to be asked to make system calls
     */
    private boolean queue(StreamTask task, AioOperation operation, List<StreamTask> done) {
        Throwable failure;
        file.lock.lock();
        try {
            AioError refused = file.refuses();
            AioError early = task.admit(operation);
            if (refused != null || early != null) {
                done.add(task.end(refused != null ? refused : early));
                return false;
            }
            operations.add(task);
            if (running) {
                return false;
            }
            running = prepareOrFail(done);
            return running;
        } catch (Throwable e) { // the task could not be queued, or those that were queued could not be ended
            operations.remove(task);
            done.add(task.end(FileErrors.of(e), 0, e));
            failure = running ? null : e; // a thread that is at work ends the others itself
        } finally {
            file.lock.unlock();
        }
        if (failure != null) {
            endAll(done, failure);
        }
        return false;
    }

    private void requestThread() {
        boolean requested;
        try {
            requested = file.streamThreads().submit(this);
        } catch (Throwable e) { // no memory
            endAll(null, e);
            return;
        }
        if (!requested) {
            fail(AioError.ENOMEM); // there is no thread, and none can be started
        }
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
            for (StreamTask task = operations.peek(); task != null; task = operations.peek()) {
                done.add(task.end(FileErrors.of(e), task.count(), FileErrors.cause(file.path(), e)));
                operations.poll(); // last, because there may be no memory for what comes before
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
        List<StreamTask> done = null;
        try {
            done = new ArrayList<>();
            run(done);
        } catch (Throwable e) {
            endAll(done, e);
        }
        file.check();
    }

    /**
     * Ends all operations because the thread that made the system calls has failed, most likely for lack of memory. The
     * thread tries again until there is memory for the rest: nobody else would end the operations.
     *
     * @param done operations that have left the queue and may not have been finished; null if there are none
     */
    private void endAll(List<StreamTask> done, Throwable failure) {
        for (boolean ended = false; !ended; ) {
            try {
                if (done != null) {
                    done.forEach(StreamTask::finish);
                }
                ended = !endOne(failure);
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    /** {@return the error for a failure} Lack of memory is told without memory. */
    private static AioError error(Throwable failure) {
        return failure instanceof OutOfMemoryError ? AioError.ENOMEM : FileErrors.of(failure);
    }

    /** {@return whether there was an operation} Without operations the side rests. */
    private boolean endOne(Throwable failure) {
        AioError error = error(failure); // before a task leaves the queue
        StreamTask task;
        file.lock.lock();
        try {
            task = operations.poll();
            if (task == null) {
                running = false;
                abandon();
                return false;
            }
            task.end(error, task.count(), failure);
        } finally {
            file.lock.unlock();
        }
        task.finish();
        return true;
    }

    private void run(List<StreamTask> done) {
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
