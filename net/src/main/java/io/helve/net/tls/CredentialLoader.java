package io.helve.net.tls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.SafeLogger;
import io.helve.net.eventloop.BlockingCalls;
import io.helve.net.scheme.Errors;
import io.helve.stream.TlsConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Has the credentials of one endpoint checked on the threads that read files. An endpoint occupies one thread at most:
 * handshakes that begin during a check wait for the next one. So a file that cannot be read to the end, such as a FIFO
 * that nobody writes to, holds up only the endpoints that name the file; their dials and handshakes end at their own
 * time limits.
 */
final class CredentialLoader implements BlockingCalls.Call {
    /**
     * A handshake that waits for its credentials. This is no record: requests are removed from lists, and the equality
     * that Java makes for a record would keep its class, and with it the class loader of this bundle, in a cache of the
     * JDK after the bundle has gone.
     */
    private static final class Request {
        private final TlsConfig config;
        private final BooleanSupplier unwanted;
        private final BiConsumer<SSLContext, Exception> result;

        Request(TlsConfig config, BooleanSupplier unwanted, BiConsumer<SSLContext, Exception> result) {
            this.config = config;
            this.unwanted = unwanted;
            this.result = result;
        }

        TlsConfig config() {
            return config;
        }

        BooleanSupplier unwanted() {
            return unwanted;
        }

        BiConsumer<SSLContext, Exception> result() {
            return result;
        }
    }

    private static final Logger LOG = SafeLogger.of(CredentialLoader.class);

    private final Credentials credentials;
    private final Consumer<BlockingCalls.Call> threads;

    /**
     * The requests that wait for the next check. A request that is not wanted any more is removed when the next request
     * is added.
     */
    @GuardedBy("this")
    private List<Request> waiting = new ArrayList<>();

    /** Whether a check has been asked for, or is going on. */
    @GuardedBy("this")
    private boolean active;

    /** The configuration that is being checked, or null. */
    private volatile TlsConfig checked;

    /**
     * Creates a loader.
     *
     * @param credentials what it checks
     * @param threads runs a call on a thread that reads files, or throws as {@link BlockingCalls#submit} does
     */
    CredentialLoader(Credentials credentials, Consumer<BlockingCalls.Call> threads) {
        this.credentials = credentials;
        this.threads = threads;
    }

    /**
     * Checks the files, and waits.
     *
     * @param config the configuration
     * @param limit how long
     * @throws SSLException if the files cannot be used
     * @throws AioException {@code ETIMEDOUT} if reading takes longer, {@code EAGAIN} or {@code ENOMEM} if no thread can
     *     be had
     */
    void load(TlsConfig config, Duration limit) throws SSLException {
        CompletableFuture<SSLContext> done = new CompletableFuture<>();
        load(config, done::isDone, (context, failure) -> {
            if (failure == null) {
                done.complete(context);
            } else {
                done.completeExceptionally(failure);
            }
        });
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    done.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            done.cancel(false);
            throw new AioException(
                    AioError.ETIMEDOUT, "certificates and keys could not be read in " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SSLException unusable) {
                throw unusable;
            }
            if (e.getCause() instanceof AioException failed) {
                throw new AioException(failed.error(), failed.getMessage(), failed);
            }
            throw new SSLException(e.getCause().getMessage(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Checks the files.
     *
     * @param config the configuration
     * @param unwanted whether the result is not wanted any more
     * @param result called with the context, or with why there is none, on a thread that reads files; on the calling
     *     thread with {@code EAGAIN} if too many checks wait or the threads have been closed, and with {@code ENOMEM}
     *     if no thread can be started
     */
    void load(TlsConfig config, BooleanSupplier unwanted, BiConsumer<SSLContext, Exception> result) {
        synchronized (this) {
            waiting.removeIf(request -> request.unwanted.getAsBoolean());
            waiting.add(new Request(config, unwanted, result));
            if (active) {
                return;
            }
            active = true;
        }
        submit();
    }

    /** Submits the check. If it cannot be submitted, all requests that wait for it fail; the next one tries again. */
    private void submit() {
        List<Request> failed = List.of();
        Exception failure;
        boolean submitted = false;
        try {
            threads.accept(this);
            submitted = true;
            return;
        } catch (RejectedExecutionException e) {
            failure = new AioException(AioError.EAGAIN, "too much waits for files", e);
        } catch (OutOfMemoryError e) {
            failure = new AioException(
                    AioError.ENOMEM, "no thread or memory to read certificates and keys: " + e.getMessage(), e);
        } finally {
            if (!submitted) {
                synchronized (this) {
                    failed = waiting;
                    waiting = new ArrayList<>();
                    active = false;
                }
            }
        }
        for (Request request : failed) {
            tell(request, null, failure);
        }
    }

    /** Checks for all requests that wait, each configuration once. */
    @Override
    public void run() {
        boolean over = false;
        try {
            for (List<Request> batch = take(); !batch.isEmpty(); batch = take()) {
                while (!batch.isEmpty()) {
                    check(batch.get(0).config, batch);
                }
            }
            over = true;
        } finally {
            if (!over) { // no memory: the next request has a check made, also for those that wait
                synchronized (this) {
                    active = false;
                }
            }
        }
    }

    private synchronized List<Request> take() {
        List<Request> taken = waiting;
        taken.removeIf(request -> request.unwanted.getAsBoolean());
        waiting = new ArrayList<>();
        active = !taken.isEmpty();
        return taken;
    }

    private void check(TlsConfig config, List<Request> batch) {
        SSLContext context = null;
        Exception failure = null;
        checked = config;
        try {
            context = credentials.load(config);
        } catch (SSLException | RuntimeException e) {
            failure = e;
        } catch (Error e) { // no memory: the next handshake tries again
            failure = new AioException(Errors.of(e), "certificates and keys: " + Errors.text(e), e);
        } finally {
            checked = null;
        }
        for (Request request : List.copyOf(batch)) {
            if (request.config == config) {
                batch.remove(request);
                tell(request, context, failure);
            }
        }
    }

    /** Never throws, so that the other requests hear of their results and the next check is made. */
    private static void tell(Request request, SSLContext context, Exception failure) {
        try {
            request.result.accept(context, failure);
        } catch (Throwable e) { // no memory: the handshake ends at its time limit
            LOG.log(Level.ERROR, "A handshake could not go on with its credentials", e);
        }
    }

    /** Unblocks a check that reads a FIFO: the read meets the end of the FIFO. */
    @Override
    public void unblock() {
        TlsConfig config = checked;
        if (config != null) {
            FileState.endFifos(config);
        }
    }
}
