package io.helve.impl.file;

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

/**
 * A file with positions. Operations at given positions go to the threads side by side; those at the current position,
 * and those that append, form a {@link SerialWork} for each kind.
 */
final class RegularFile extends OpenedFile {
    private enum State {
        OPEN,
        /** By {@code close(Aio)}: what was started is carried out. */
        CLOSING,
        /** By {@code close()}: what was started ends. */
        CLOSED
    }

    /** Where the next read at CURRENT starts; by whoever is at work in the lane, as the next. */
    long readPosition;

    long writePosition;

    private final FileChannel channel;
    private final FileThreads threads;
    private final SerialWork reads;
    private final SerialWork writes;

    // Under the service's lock:
    private final Set<RegularTask> tasks = new LinkedHashSet<>();
    private volatile State state = State.OPEN;
    private boolean descriptorGiven;
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
        start(new ReadTask(this, position), position == CURRENT ? reads : null, aio);
    }

    @Override
    void startWrite(long position, Aio aio) {
        if (mode.append()) {
            start(new AppendTask(this), writes, aio);
        } else {
            start(new WriteTask(this, position), position == CURRENT ? writes : null, aio);
        }
    }

    @Override
    public void size(Aio aio) {
        start(new StepTask(this, "asking the size of", FileChannel::size), null, aio);
    }

    @Override
    void startTruncate(long size, Aio aio) {
        StepTask.Step step = c -> {
            c.truncate(size);
            return 0;
        };
        start(new StepTask(this, "truncating", step), null, aio);
    }

    @Override
    public void force(boolean metadata, Aio aio) {
        StepTask.Step step = c -> {
            c.force(metadata);
            return 0;
        };
        start(new StepTask(this, "forcing", step), null, aio);
    }

    private void start(RegularTask task, SerialWork lane, Aio aio) {
        AioOperation operation = AioOperation.start(aio, task);
        if (operation == null) {
            return;
        }
        AioError refused;
        threads.lock.lock();
        try {
            refused = state == State.OPEN ? task.admit(operation) : AioError.ECLOSED;
            if (refused == null) {
                tasks.add(task);
                if (!(lane == null ? threads.enqueue(task) : lane.add(task))) {
                    tasks.remove(task);
                    task.withdraw();
                    refused = AioError.ENOMEM; // not a single thread, and none to be had
                }
            }
        } catch (OutOfMemoryError e) {
            tasks.remove(task);
            task.withdraw();
            refused = AioError.ENOMEM;
        } finally {
            threads.lock.unlock();
        }
        if (refused != null) {
            operation.finish(refused, 0);
        }
    }

    /** An operation has ended. */
    void ended(RegularTask task) {
        boolean last;
        threads.lock.lock();
        try {
            tasks.remove(task);
            last = giveDescriptor();
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
            last = giveDescriptor();
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
            last = giveDescriptor();
        } finally {
            threads.lock.unlock();
        }
        withdrawn.forEach(task -> task.operation().finish(AioError.ECLOSED, 0));
        if (last) {
            threads.execute(new Close());
        }
    }

    /** Under the lock: whether the caller, and nobody else, has to see to closing the descriptor. */
    private boolean giveDescriptor() {
        if (state == State.OPEN || descriptorGiven || !tasks.isEmpty()) {
            return false;
        }
        descriptorGiven = true;
        return true;
    }

    /** Closes the descriptor, which may take time (a network file system writes back now). */
    private final class Close extends Work {
        @Override
        void run() {
            Throwable failure = null;
            try {
                channel.close();
            } catch (IOException e) {
                failure = e;
            }
            tenant.closed(RegularFile.this);
            finishClose(closing, path(), failure);
        }
    }
}
