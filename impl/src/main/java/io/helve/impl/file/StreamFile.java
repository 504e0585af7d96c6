package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A FIFO, terminal or other character device: a file that can block without end. Positions are ignored: reads and
 * writes transfer bytes in the order in which they were started. Such a file has no size, and cannot be truncated or
 * forced.
 */
final class StreamFile extends OpenedFile {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /**
     * Guards this file and both its sides. A thread that holds this lock may take the service's lock, never vice versa.
     */
    final ReentrantLock lock = new ReentrantLock();

    private final FileService service;
    private final FileChannel in;
    private final FileChannel out;
    private final FileThreads threads;
    private final StreamReader reader;
    private final StreamWriter writer;

    @GuardedBy("lock")
    private State state = State.OPEN;

    /** Whether a thread has taken over the close of the descriptors, see {@link #claimDescriptors}. */
    @GuardedBy("lock")
    private boolean descriptorsClaimed;

    /** The operation of {@code close(Aio)}; null if there is none. */
    @GuardedBy("lock")
    private AioOperation closing;

    /** Creates a file. The two channels may be the same channel if only one direction is used. */
    StreamFile(FileTenant tenant, Path path, OpenMode mode, FileChannel in, FileChannel out, FileThreads threads) {
        super(tenant, path, mode);
        this.service = tenant.service;
        this.threads = threads;
        this.in = in;
        this.out = out;
        reader = new StreamReader(this, in);
        writer = new StreamWriter(this, out);
    }

    FileThreads streamThreads() {
        return threads;
    }

    /** {@return the error for which no operation may start, or null} */
    @GuardedBy("lock")
    AioError refuses() {
        return state == State.OPEN ? null : AioError.ECLOSED;
    }

    @GuardedBy("lock")
    boolean isClosed() {
        return state == State.CLOSED;
    }

    @Override
    void startRead(long position, Aio aio) {
        reader.start(aio);
    }

    @Override
    void startWrite(long position, Aio aio) {
        writer.start(aio);
    }

    @Override
    public void size(Aio aio) {
        refuse(aio, new UnsupportedOperationException("not a regular file: it has no size"));
    }

    @Override
    void startTruncate(long size, Aio aio) {
        refuse(aio, new UnsupportedOperationException("not a regular file: it cannot be truncated"));
    }

    @Override
    public void force(boolean metadata, Aio aio) {
        refuse(aio, new UnsupportedOperationException("not a regular file: it cannot be forced"));
    }

    /** Checks, after an operation or a system call has ended, whether a close has waited for that end. */
    void check() {
        boolean last;
        lock.lock();
        try {
            last = state != State.OPEN && claimDescriptors();
        } finally {
            lock.unlock();
        }
        if (last) {
            service.threads.execute(new Close());
        }
    }

    @Override
    public void close(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        boolean refused;
        lock.lock();
        try {
            refused = state != State.OPEN;
            if (!refused) {
                state = State.CLOSING;
                closing = operation;
            }
        } finally {
            lock.unlock();
        }
        if (refused) {
            operation.finish(AioError.ECLOSED, 0);
        }
        check();
    }

    @Override
    @SuppressWarnings("GuardedBy") // this is the file of both sides, so the lock is the same
    public void close() {
        List<StreamTask> done = new ArrayList<>();
        lock.lock();
        try {
            state = State.CLOSED;
            reader.close(AioError.ECLOSED, done);
            writer.close(AioError.ECLOSED, done);
        } finally {
            lock.unlock();
        }
        done.forEach(StreamTask::finish);
        check();
    }

    /** {@return whether the caller has to close the descriptors; true exactly once} */
    @GuardedBy("lock")
    @SuppressWarnings("GuardedBy") // this is the file of both sides, so the lock is the same
    private boolean claimDescriptors() {
        boolean idle = reader.isIdle() && writer.isIdle();
        if (descriptorsClaimed || !idle && state == State.CLOSING) {
            return false;
        }
        descriptorsClaimed = true;
        return true;
    }

    /** Closes the descriptors. The close unblocks a thread that is inside a system call on a descriptor. */
    private final class Close extends FileWork {
        @Override
        @SuppressWarnings("GuardedBy") // this is the file of both sides, so the lock is the same
        void run() {
            Throwable failure = close(in, close(out, null));
            AioOperation waiting;
            lock.lock();
            try {
                Throwable late = writer.takeLateFailure();
                failure = late == null ? failure : late;
                waiting = closing;
            } finally {
                lock.unlock();
            }
            tenant.closed(StreamFile.this);
            finishClose(waiting, path(), failure);
        }

        private Throwable close(FileChannel channel, Throwable before) {
            try {
                channel.close();
                return before;
            } catch (IOException e) {
                return e;
            }
        }
    }
}
