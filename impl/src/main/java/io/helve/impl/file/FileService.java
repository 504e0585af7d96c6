package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The file threads of one pool, shared by its tenants. */
public final class FileService implements AutoCloseable {
    private static final Duration IDLE_TIME = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    /**
     * The largest number of operations that block in FIFOs at a time, and likewise of those that block in terminals and
     * devices. Each has its own thread.
     */
    private static final int STREAMS_MAX = 256;

    private static final int RELEASES_MAX = 2;

    /** The lock of all sets of threads and of all their work. */
    final ReentrantLock lock = new ReentrantLock();

    /** The threads for calls that end by themselves: regular files, opening, closing. */
    final FileThreads threads;

    /** The threads for terminals, character devices and sockets, which may block without end. */
    final FileThreads streamThreads;

    /** The threads for FIFOs, whose opening already blocks until somebody opens the other end. */
    final FileThreads fifoThreads;

    /** The threads that end the opening of FIFOs. They run {@link FifoRelease}s only, each for a bounded time. */
    final FileThreads releases;

    @GuardedBy("tenants")
    private final Set<FileTenant> tenants = new LinkedHashSet<>();

    @GuardedBy("tenants")
    private boolean closed;

    /**
     * Creates a service; it has no threads yet.
     *
     * @param pool the pool's name, for the names of its threads
     * @param threads the largest number of operations on regular files that run at a time
     * @param newThread makes a daemon thread with a name, not started, that keeps no reference to its maker
     */
    public FileService(String pool, int threads, BiFunction<String, Runnable, Thread> newThread) {
        this(pool, threads, newThread, IDLE_TIME);
    }

    FileService(String pool, int threads, BiFunction<String, Runnable, Thread> newThread, Duration idleTime) {
        AtomicInteger made = new AtomicInteger();
        ThreadFactory factory = body -> newThread.apply("helve-file-" + pool + "-" + made.incrementAndGet(), body);
        this.threads = new FileThreads(lock, factory, threads, idleTime);
        this.streamThreads = new FileThreads(lock, factory, STREAMS_MAX, idleTime);
        this.fifoThreads = new FileThreads(lock, factory, STREAMS_MAX, idleTime);
        this.releases = new FileThreads(lock, factory, RELEASES_MAX, idleTime);
    }

    /**
     * Opens a tenant.
     *
     * @param factory returns the tenant's factory of handles, or throws an {@code AioException}
     * @return a new tenant, which the caller closes; it is closed already if this service is closed
     */
    public FileTenant openTenant(Supplier<AioFactory> factory) {
        FileTenant tenant = new FileTenant(this, factory);
        synchronized (tenants) {
            if (!closed) {
                tenants.add(tenant);
                return tenant;
            }
        }
        tenant.close();
        return tenant;
    }

    /** {@return the threads for files of a kind: no kind of file can use up the threads of another} */
    FileThreads threadsFor(FileKind kind) {
        return switch (kind) {
            case FIFO -> fifoThreads;
            case STREAM -> streamThreads;
            case REGULAR, DIRECTORY -> threads;
        };
    }

    void closed(FileTenant tenant) {
        synchronized (tenants) {
            tenants.remove(tenant);
        }
    }

    /**
     * Changes the number of threads. A lower number takes effect as running operations end.
     *
     * @param fileThreads the largest number of operations on regular files that run at a time
     */
    public void configure(int fileThreads) {
        threads.configure(fileThreads);
    }

    /** Closes as {@link #close(Duration)} does, within five seconds. */
    @Override
    public void close() {
        close(CLOSE_TIME);
    }

    /**
     * Closes all tenants, waits for running operations, and ends the threads. A running operation ends at its next
     * boundary. The log names a thread that is still inside a system call at the end of the wait. Idempotent.
     *
     * @param limit how long to wait
     */
    public void close(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<FileTenant> left;
        synchronized (tenants) {
            closed = true;
            left = new ArrayList<>(tenants);
        }
        left.forEach(FileTenant::close);
        streamThreads.close();
        fifoThreads.close();
        releases.close();
        threads.close();
        threads.join(deadline);
        releases.join(deadline); // before the threads of FIFOs, which these tasks unblock
        streamThreads.join(deadline);
        fifoThreads.join(deadline);
    }
}
