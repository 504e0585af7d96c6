package io.helve.impl.file;

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
 * A pipe, terminal or other character device: a file that can block without end. Positions are ignored: reads and
 * writes transfer bytes in the order in which they were started. Such a file has no size, and cannot be truncated or
 * forced.
 */
final class StreamFile extends OpenedFile {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** Guards this and both sides; the service's lock may be taken inside it, never the other way round. */
    final ReentrantLock lock = new ReentrantLock();

    private final FileService service;
    private final FileChannel in;
    private final FileChannel out;
    private final FileThreads threads;
    private final StreamReader reader;
    private final StreamWriter writer;

    private State state = State.OPEN;
    private boolean descriptorGiven;
    private AioOperation closing;

    /** The two channels may be the same if only one direction is used. */
    StreamFile(
            FileTenant tenant, Path path, OpenMode mode, FileChannel in, FileChannel out, FileThreads threads) {
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

    /** Under the lock: why no operation may start, or null. */
    AioError refuses() {
        return state == State.OPEN ? null : AioError.ECLOSED;
    }

    /** Under the lock. */
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

    /** Something has ended: perhaps a close waits for it. */
    void check() {
        boolean last;
        lock.lock();
        try {
            last = state != State.OPEN && giveDescriptor();
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

    /** Under the lock: whether the caller, and nobody else, has to see to closing the descriptors. */
    private boolean giveDescriptor() {
        boolean idle = reader.isIdle() && writer.isIdle();
        if (descriptorGiven || !idle && state == State.CLOSING) {
            return false;
        }
        descriptorGiven = true;
        return true;
    }

    /** Closes the descriptors, which unblocks a thread that is blocked on a descriptor. */
    private final class Close extends Work {
        @Override
        void run() {
            Throwable failure = close(in, close(out, null));
            lock.lock();
            try {
                Throwable late = writer.takeLateFailure();
                failure = late == null ? failure : late;
            } finally {
                lock.unlock();
            }
            tenant.closed(StreamFile.this);
            finishClose(closing, path(), failure);
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
