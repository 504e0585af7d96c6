package io.helve.impl.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.internal.SafeLogger;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
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
            refused = tenant.opening(this) ? await(service.threads) : AioError.ECLOSED;
        } catch (OutOfMemoryError e) {
            refused = AioError.ENOMEM;
        }
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
                    AioError refused = await(service.streamThreads);
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
        return new StreamFile(tenant, path, mode, channel, second);
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
            service.threads.execute(new Unblock(path, unblock));
        }
    }

    @Override
    public String describe() {
        return "opening " + path;
    }

    /**
     * Opens both ends of a FIFO until the blocked open has returned; nothing else ends a blocked open. Another process
     * that opens the FIFO at that moment finds the other end open, and then closed.
     */
    private static final class Unblock extends Work {
        private static final Set<StandardOpenOption> BOTH = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

        private final Path path;
        private final CountDownLatch returned;

        Unblock(Path path, CountDownLatch returned) {
            this.path = path;
            this.returned = returned;
        }

        @Override
        void run() {
            if (returned.getCount() == 0) {
                return;
            }
            try {
                holdOpen();
            } catch (IOException e) {
                // The FIFO's name is gone: the open hangs until its other end is opened by someone who still can.
                SafeLogger.of(OpenTask.class).log(System.Logger.Level.WARNING, "Cannot end the opening of " + path, e);
            }
        }

        private void holdOpen() throws IOException {
            FileChannel both = FileChannel.open(path, BOTH);
            try {
                returned.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody has reason to
            } finally {
                both.close();
            }
        }
    }
}
