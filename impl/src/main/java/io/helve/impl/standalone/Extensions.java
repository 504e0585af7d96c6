package io.helve.impl.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioRuntime.Extension;
import io.helve.aio.AioRuntime.Extension.Services;
import io.helve.impl.runtime.DaemonThreads;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The services that other modules add to a runtime without a framework. An extension is opened when its service is
 * first requested, and closed with the runtime.
 */
final class Extensions {
    private static final Logger LOG = SafeLogger.of(Extensions.class);

    /** The artifacts that have the services of the packages of the API. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "io.helve.stream", "io.helve.net",
            "io.helve.sp", "io.helve.sp",
            "io.helve.message", "io.helve.sp");

    private final AioRuntime runtime;

    /** The open extensions, the last opened first. */
    @GuardedBy("this")
    private final Deque<Services> opened = new ArrayDeque<>();

    @GuardedBy("this")
    private final Map<Class<?>, Services> byType = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    Extensions(AioRuntime runtime) {
        this.runtime = runtime;
    }

    Object service(Class<?> type) {
        return services(type).service(type);
    }

    /** {@return the services of the extension that has a type, opened if need be} */
    Services services(Class<?> type) {
        Services present = opened(type);
        return present == null ? open(type) : present;
    }

    /**
     * {@return what {@link #services} returns, opened on a thread of its own} Code that is initialized by the first
     * opening may keep the context class loader and the classes of its callers for ever, which may be a plugin's.
     */
    Services servicesForTenant(Class<?> type) {
        Services present = opened(type);
        return present == null ? openApart(type) : present;
    }

    private Services openApart(Class<?> type) {
        FutureTask<Services> opening = new FutureTask<>(() -> services(type));
        Thread thread = new DaemonThreads().newThread("helve-open", opening);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            return result(opening);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return the result of a task that has ended; its failure is thrown as it is} */
    private static Services result(FutureTask<Services> ended) {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) { // FutureTask.get does not wait: the task has ended
            throw new IllegalStateException(e);
        }
    }

    private synchronized Services opened(Class<?> type) {
        requireOpen();
        return byType.get(type);
    }

    /** Opens an extension without the lock, because an extension may request other services while it opens. */
    private Services open(Class<?> type) {
        Extension extension = ServiceLoader.load(Extension.class, Extensions.class.getClassLoader()).stream()
                .map(Provider::get)
                .filter(candidate -> candidate.services().contains(type))
                .findFirst()
                .orElseThrow(() -> missing(type));
        Services made = extension.open(runtime);
        Services kept = null;
        try {
            kept = keep(type, extension, made);
        } finally {
            if (kept != made) {
                made.close();
            }
        }
        return kept;
    }

    /** {@return the failure for a service that no extension has} */
    private static RuntimeException missing(Class<?> type) {
        String artifact = ARTIFACTS.get(type.getPackageName());
        return artifact == null
                ? new IllegalArgumentException(
                        "no such service: " + type.getName() + "; is its module on the class path or module path?")
                : new AioException(
                        AioError.ENOTSUP,
                        "no " + type.getSimpleName() + ": add io.helve:" + artifact
                                + " to the class path or module path");
    }

    /** {@return the services to use: if two threads have opened the extension, the services of the first thread} */
    private synchronized Services keep(Class<?> type, Extension extension, Services made) {
        requireOpen();
        Services present = byType.get(type);
        if (present != null) {
            return present;
        }
        opened.push(made);
        for (Class<?> each : extension.services()) {
            byType.put(each, made);
        }
        return made;
    }

    /** Throws {@code ESTOPPED} once the runtime is closing. */
    synchronized void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ESTOPPED, runtime + " is closing");
        }
    }

    void close() {
        Deque<Services> closing;
        synchronized (this) {
            closed = true;
            closing = new ArrayDeque<>(opened);
            opened.clear();
            byType.clear();
        }
        for (Services services : closing) {
            try {
                services.close();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, services + " cannot be closed", e);
            }
        }
    }
}
