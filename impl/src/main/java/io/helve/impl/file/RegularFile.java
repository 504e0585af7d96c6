package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A file with positions. Operations at given positions run side by side. Reads at the current position form a
 * {@link SerialWork}, and so do writes at the current position or at the end.
 */
final class RegularFile extends OpenedFile {
    private enum State {
        OPEN,
        /** {@code close(Aio)} was called: started operations run to their end. */
        CLOSING,
        /** {@code close()} was called: operations end at their next boundary. */
        CLOSED
    }

    /** The position of the next read at CURRENT. Only the running item of {@link #reads} uses this field. */
    long readPosition;

    /** The position of the next write at CURRENT. Only the running item of {@link #writes} uses this field. */
    long writePosition;

    private final FileChannel channel;
    private final FileThreads threads;
    private final SerialWork reads;
    private final SerialWork writes;

    /** The operations that have started and not ended. */
    @GuardedBy("threads.lock")
    private final Set<RegularTask> tasks = new LinkedHashSet<>();

    /** Written under the service's lock; running operations read the state without the lock. */
    private volatile State state = State.OPEN;

    /** Whether a thread has taken over the close of the descriptor, see {@link #claimDescriptor}. */
    @GuardedBy("threads.lock")
    private boolean descriptorClaimed;

    /** The operation of {@code close(Aio)}; null if there is none. */
    @GuardedBy("threads.lock")
    private AioOperation closing;

    RegularFile(FileTenant tenant, Path path, OpenMode mode, FileChannel channel, FileThreads threads) {
        super(tenant, path, mode);
        this.channel = channel;
        this.threads = threads;
        reads = new SerialWork(threads);
        writes = new SerialWork(threads);
    }

    FileChannel channel() {
        return channel;
    }

    ReentrantLock lock() {
        return threads.lock;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    @Override
    void startRead(long position, Aio aio) {
        ReadTask task = new ReadTask(this, position);
        if (position == CURRENT) {
            startInOrder(task, reads, aio);
        } else {
            start(task, aio);
        }
    }

    @Override
    void startWrite(long position, Aio aio) {
        if (mode.append()) {
            startInOrder(new AppendTask(this), writes, aio);
        } else if (position == CURRENT) {
            startInOrder(new WriteTask(this, position), writes, aio);
        } else {
            start(new WriteTask(this, position), aio);
        }
    }

    @Override
    public void size(Aio aio) {
        start(new StepTask(this, "asking the size of", FileChannel::size), aio);
    }

    @Override
    void startTruncate(long size, Aio aio) {
        StepTask.ChannelAction step = c -> {
            c.truncate(size);
            return 0;
        };
        start(new StepTask(this, "truncating", step), aio);
    }

    @Override
    public void force(boolean metadata, Aio aio) {
        StepTask.ChannelAction step = c -> {
            c.force(metadata);
            return 0;
        };
        start(new StepTask(this, "forcing", step), aio);
    }

    private void start(RegularTask task, Aio aio) {
        start(task, threads::submit, aio);
    }

    private void startInOrder(RegularTask task, SerialWork order, Aio aio) {
        start(task, order::add, aio);
    }

    private void start(RegularTask task, Predicate<FileWork> queue, Aio aio) {
        AioOperation operation = AioOperation.start(aio, task);
        if (operation == null) {
            return;
        }
        AioError refused;
        try {
            refused = enqueue(task, queue, operation);
        } catch (OutOfMemoryError e) { // there is not even memory to wait for the lock
            refused = AioError.ENOMEM;
        }
        if (refused != null) {
            operation.finish(refused, 0);
        }
    }

    /** {@return null, or the error for which the task was not queued} */
    private AioError enqueue(RegularTask task, Predicate<FileWork> queue, AioOperation operation) {
        threads.lock.lock();
        try {
            AioError refused = state == State.OPEN ? task.admit(operation) : AioError.ECLOSED;
            if (refused != null) {
                return refused;
            }
            tasks.add(task);
            if (queue.test(task)) {
                return null;
            }
            tasks.remove(task);
            task.withdraw();
            return AioError.ENOMEM; // there is no thread, and none can be started
        } catch (OutOfMemoryError e) {
            tasks.remove(task);
            task.withdraw();
            return AioError.ENOMEM;
        } finally {
            threads.lock.unlock();
        }
    }

    /** Notes that an operation has ended; the end of the last operation closes a closing file. */
    void ended(RegularTask task) {
        boolean last;
        threads.lock.lock();
        try {
            tasks.remove(task);
            last = claimDescriptor();
        } finally {
            threads.lock.unlock();
        }
        if (last) {
            threads.execute(new Close());
        }
    }

    @Override
    public void close(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        boolean refused;
        boolean last;
        threads.lock.lock();
        try {
            refused = state != State.OPEN;
            if (!refused) {
                state = State.CLOSING;
                closing = operation;
            }
            last = claimDescriptor();
        } finally {
            threads.lock.unlock();
        }
        if (refused) {
            operation.finish(AioError.ECLOSED, 0);
        }
        if (last) {
            threads.execute(new Close());
        }
    }

    @Override
    public void close() {
        List<RegularTask> withdrawn = new ArrayList<>();
        boolean last;
        threads.lock.lock();
        try {
            state = State.CLOSED;
            for (RegularTask task : tasks) {
                if (task.withdraw()) {
                    withdrawn.add(task);
                }
            }
            withdrawn.forEach(tasks::remove);
            last = claimDescriptor();
        } finally {
            threads.lock.unlock();
        }
        withdrawn.forEach(task -> task.operation().finish(AioError.ECLOSED, 0));
        if (last) {
            threads.execute(new Close());
        }
    }

    /** {@return whether the caller has to close the descriptor; true exactly once, when no operation is left} */
    @GuardedBy("threads.lock")
    private boolean claimDescriptor() {
        if (state == State.OPEN || descriptorClaimed || !tasks.isEmpty()) {
            return false;
        }
        descriptorClaimed = true;
        return true;
    }

    /** Closes the descriptor, which may take time: a network file system writes its buffers now. */
    private final class Close extends FileWork {
        @Override
        void run() {
            Throwable failure = null;
            try {
                channel.close();
            } catch (IOException e) {
                failure = e;
            }
            tenant.closed(RegularFile.this);
            AioOperation waiting;
            threads.lock.lock();
            try {
                waiting = closing;
            } finally {
                threads.lock.unlock();
            }
            finishClose(waiting, path(), failure);
        }
    }
}
