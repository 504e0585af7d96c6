package io.helve.impl.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * Opens a file. A stream is opened by a stream thread, because it may block until someone opens the other end; there a
 * cancelled open ends at once. At work on a regular file it ends when the system has answered, so that nothing is
 * created after the user was told that the open was cancelled.
 */
final class OpenTask extends Work implements AioCanceller {
    private enum State {
        STARTING,
        WAITING,
        WORKING,
        ENDED
    }

    private final FileTenant tenant;
    private final FileService service;
    private final Path path;
    private final OpenMode mode;

    /** Null until a thread has looked; written by the thread at work. */
    private volatile FileKind kind;

    private AioOperation operation;

    // Under the service's lock:
    private State state = State.STARTING;
    private AioError reason;
    /** Set while a FIFO is being opened: to be counted down when that returns. */
    private CountDownLatch blocked;

    /** The identity of the FIFO when its opening began; written by the thread at work. */
    private volatile Object fileKey;

    OpenTask(FileTenant tenant, Path path, OpenMode mode) {
        this.tenant = tenant;
        this.service = tenant.service;
        this.path = path;
        this.mode = mode;
    }

    void start(Aio aio) {
        AioOperation started = AioOperation.start(aio, this);
        if (started == null) {
            return;
        }
        operation = started;
        AioError refused = tenant.opening(this) ? await(service.threads) : AioError.ECLOSED;
        if (refused != null) {
            tenant.notOpened(this);
            started.finish(refused, 0);
        }
    }

    /** Waits for a thread; returns why it must not, or null. */
    private AioError await(FileThreads threads) {
        threads.lock.lock();
        try {
            if (reason != null) {
                return reason;
            }
            state = State.WAITING;
            if (threads.enqueue(this)) {
                return null;
            }
            state = State.ENDED;
            return AioError.ENOMEM; // not a single thread, and none to be had
        } finally {
            threads.lock.unlock();
        }
    }

    @Override
    boolean take() {
        state = State.WORKING;
        if (kind == FileKind.FIFO) {
            blocked = new CountDownLatch(1);
        }
        return true;
    }

    @Override
    void run() {
        try {
            if (kind == null) {
                kind = FileKind.of(path);
                if (kind == FileKind.DIRECTORY) {
                    throw new FileSystemException(path.toString(), null, "Is a directory");
                } else if (kind != FileKind.REGULAR) {
                    AioError refused = await(service.threadsFor(kind));
                    if (refused != null) {
                        tenant.notOpened(this);
                        operation.finish(refused, 0);
                    }
                    return;
                }
            }
            opened(kind == FileKind.REGULAR ? openRegular() : openStream());
        } catch (Throwable e) {
            AioError why = ended();
            tenant.notOpened(this);
            if (why == null) {
                operation.finish(FileErrors.of(e), 0, FileErrors.cause(path, e));
            } else {
                operation.finish(why, 0);
            }
        }
    }

    private OpenedFile openRegular() throws IOException {
        FileChannel channel = FileChannel.open(path, mode.options());
        return new RegularFile(tenant, path, mode, channel, service.threads);
    }

    /** A channel does one thing at a time when it has no positions: reading and writing get one each. */
    private OpenedFile openStream() throws IOException {
        if (kind == FileKind.FIFO) {
            fileKey = FifoRelease.keyOf(path);
        }
        FileChannel channel = FileChannel.open(path, mode.options());
        FileChannel second = channel;
        if (mode.readable() && mode.writable()) {
            try {
                second = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return new StreamFile(tenant, path, mode, channel, second, service.threadsFor(kind));
    }

    private void opened(OpenedFile file) {
        AioError why = ended();
        if (!tenant.opened(this, file)) {
            why = AioError.ECLOSED;
        }
        if (why == null) {
            operation.setOutput(0, file);
        }
        if (!operation.finish(why == null ? AioError.OK : why, 0) || why != null) {
            file.close();
        }
    }

    /** The system has answered: returns why the open was to end early, or null. */
    private AioError ended() {
        service.threads.lock.lock();
        try {
            state = State.ENDED;
            if (blocked != null) {
                blocked.countDown();
            }
            return reason;
        } finally {
            service.threads.lock.unlock();
        }
    }

    @Override
    public void cancel(AioOperation op, AioError why) {
        end(why);
    }

    /** Ends the open early. */
    void end(AioError why) {
        boolean now;
        CountDownLatch unblock;
        service.threads.lock.lock();
        try {
            if (state == State.ENDED || reason != null) {
                return;
            }
            reason = why;
            now = state == State.WAITING || state == State.WORKING && kind != null && kind != FileKind.REGULAR;
            unblock = state == State.WORKING ? blocked : null;
            if (state == State.WAITING) {
                list.remove(this);
                state = State.ENDED;
            }
        } finally {
            service.threads.lock.unlock();
        }
        if (now) {
            tenant.notOpened(this);
            operation.finish(why, 0);
        }
        if (unblock != null) {
            service.releases.execute(new FifoRelease(service.fifoThreads, path, fileKey, unblock));
        }
    }

    @Override
    public String describe() {
        return "opening " + path;
    }
}
