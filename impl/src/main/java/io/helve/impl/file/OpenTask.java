package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.function.Predicate;

/**
 * Opens a file. First a thread of regular files determines the kind of file. A regular file is opened by the same
 * thread; a cancelled open of a regular file ends when the system has answered, so that no file is created after the
 * user was told that the open was cancelled. A FIFO or a device is opened by a stream thread, because the open may
 * block until another process opens the other end; a cancelled open of a FIFO ends at once.
 *
 * <pre>
 * STARTING --await--&gt; WAITING --take--&gt; WORKING --the system has answered--&gt; ENDED
 *                     ^   '--end------------------------------------------&gt; ENDED
 *                     '--- WORKING: the kind is known, and a stream thread has to open
 * </pre>
 */
final class OpenTask extends FileWork implements AioCanceller {
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

    /** The kind of file; null until it is known. Written by the running thread. */
    private volatile FileKind kind;

    private AioOperation operation;

    @GuardedBy("service.lock")
    private State state = State.STARTING;

    /** The reason of the first cancel, or null. */
    @GuardedBy("service.lock")
    private AioError reason;

    /** Counted down when the open of a FIFO has returned; null for other files. */
    @GuardedBy("service.lock")
    private CountDownLatch blocked;

    /** What {@link #take} makes of the field above; made before the task is queued, because taking it must not fail. */
    private CountDownLatch answer;

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
        AioError refused;
        try {
            refused = tenant.opening(this) ? await(service.threads::submit) : AioError.ECLOSED;
        } catch (OutOfMemoryError e) {
            refused = AioError.ENOMEM;
        }
        if (refused != null) {
            tenant.notOpened(this);
            started.finish(refused, 0);
        }
    }

    /** Queues this task. {@return null, or the error for which the task was not queued} */
    private AioError await(Predicate<FileWork> threads) {
        service.lock.lock();
        try {
            if (reason != null) {
                return reason;
            }
            state = State.WAITING;
            if (threads.test(this)) {
                return null;
            }
            state = State.ENDED;
            return AioError.ENOMEM; // there is no thread, and none can be started
        } finally {
            service.lock.unlock();
        }
    }

    @Override
    @GuardedBy("service.lock")
    boolean take() {
        state = State.WORKING;
        blocked = answer;
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
                    answer = kind == FileKind.FIFO ? new CountDownLatch(1) : null;
                    AioError refused = await(service.threadsFor(kind)::submit);
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

    /**
     * Opens a channel for each direction, because one channel without positions cannot read and write at the same time.
     */
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

    /** Notes that the system has answered. {@return the reason of a cancel, or null} */
    private AioError ended() {
        service.lock.lock();
        try {
            state = State.ENDED;
            if (blocked != null) {
                blocked.countDown();
            }
            return reason;
        } finally {
            service.lock.unlock();
        }
    }

    @Override
    public void cancel(AioOperation op, AioError why) {
        end(why);
    }

    /** Ends the open early: at once if possible, otherwise when the system has answered. */
    void end(AioError why) {
        boolean now;
        CountDownLatch unblock;
        service.lock.lock();
        try {
            if (state == State.ENDED || reason != null) {
                return;
            }
            reason = why;
            now = state == State.WAITING || state == State.WORKING && kind != null && kind != FileKind.REGULAR;
            unblock = state == State.WORKING ? blocked : null;
            if (state == State.WAITING) {
                queue.remove(this);
                state = State.ENDED;
            }
        } finally {
            service.lock.unlock();
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
