package io.helve.impl.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioCounters;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime.Extension.Services;
import io.helve.aio.AioTenant;
import io.helve.file.AioFiles;
import io.helve.impl.file.FileTenant;
import io.helve.impl.handle.HandleTenant;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A further tenant of a runtime without a framework. */
final class StandaloneTenant implements AioTenant {
    private static final Logger LOG = SafeLogger.of(StandaloneTenant.class);

    private final HandleTenant handles;
    private final AioFactory factory;
    private final FileTenant files;

    /** Gives the services of the runtime, which open those of tenants. */
    private final Extensions extensions;

    /** Closes the handles within the drain time. */
    private final Consumer<HandleTenant> closeHandles;

    /** The services of this tenant, by the services of the runtime that have opened them. */
    @GuardedBy("this")
    private final Map<Services, Services> byShared = new IdentityHashMap<>();

    /** The services of this tenant, the last opened first. */
    @GuardedBy("this")
    private final Deque<Services> opened = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean closed;

    StandaloneTenant(
            HandleTenant handles, FileTenant files, Extensions extensions, Consumer<HandleTenant> closeHandles) {
        this.handles = handles;
        factory = handles.factory();
        this.files = files;
        this.extensions = extensions;
        this.closeHandles = closeHandles;
    }

    @Override
    public String name() {
        return handles.name();
    }

    @Override
    public AioFactory factory() {
        return factory;
    }

    @Override
    public AioCounters counters() {
        return handles.counters();
    }

    @Override
    public <S> S service(Class<S> type) {
        Objects.requireNonNull(type, "type");
        extensions.requireOpen();
        if (type == AioFactory.class || type == AioFiles.class) {
            requireOpen();
            return type.cast(type == AioFactory.class ? factory : files);
        }
        Services shared = extensions.servicesForTenant(type);
        Services own = present(shared);
        return type.cast((own == null ? open(shared) : own).service(type));
    }

    private synchronized Services present(Services shared) {
        requireOpen();
        return byShared.get(shared);
    }

    /** Opens services without the lock. If two threads do so, those of the first are kept. */
    private Services open(Services shared) {
        Services made = shared.openTenant(this);
        Services kept = null;
        try {
            kept = keep(shared, made);
        } finally {
            if (kept != made) {
                made.close();
            }
        }
        return kept;
    }

    private synchronized Services keep(Services shared, Services made) {
        requireOpen();
        Services present = byShared.putIfAbsent(shared, made);
        if (present != null) {
            return present;
        }
        opened.push(made);
        return made;
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ESTOPPED, "the tenant " + name() + " has been closed");
        }
    }

    @Override
    public void close() {
        Deque<Services> closing;
        synchronized (this) {
            closed = true;
            closing = new ArrayDeque<>(opened);
            opened.clear();
            byShared.clear();
        }
        for (Services services : closing) {
            try {
                services.close();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, services + " of " + name() + " cannot be closed", e);
            }
        }
        closeHandles.accept(handles); // before the files, so that file operations end with ESTOPPED
        files.close();
    }

    @Override
    public String toString() {
        return "AioTenant " + name();
    }
}
