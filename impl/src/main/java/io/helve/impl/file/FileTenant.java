package io.helve.impl.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The files of one tenant. */
public final class FileTenant implements AioFiles, AutoCloseable {
    final FileService service;

    /** No other object is called while a thread holds this monitor. */
    private final Object monitor = new Object();

    @GuardedBy("monitor")
    private final Set<OpenTask> opening = new LinkedHashSet<>();

    @GuardedBy("monitor")
    private final Set<AioFile> files = new LinkedHashSet<>();

    @GuardedBy("monitor")
    private boolean closed;

    /** Returns the tenant's factory of handles, for the asynchronous methods. */
    private final Supplier<AioFactory> factory;

    FileTenant(FileService service, Supplier<AioFactory> factory) {
        this.service = service;
        this.factory = factory;
    }

    @Override
    public AioFactory factory() {
        requireOpen(); // otherwise the answer would depend on whether there is a factory at present
        return factory.get();
    }

    private void requireOpen() {
        synchronized (monitor) {
            if (closed) {
                throw new AioException(AioError.ECLOSED, "the files of this tenant are closed");
            }
        }
    }

    @Override
    public void open(Path path, Aio aio, OpenOption... options) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(path, "path");
        new OpenTask(this, path, OpenMode.of(options)).start(aio);
    }

    /** Notes that an open begins. {@return false if the tenant is closed} */
    boolean opening(OpenTask task) {
        synchronized (monitor) {
            return !closed && opening.add(task);
        }
    }

    /** Notes that an open has ended without a file. */
    void notOpened(OpenTask task) {
        synchronized (monitor) {
            opening.remove(task);
        }
    }

    /**
     * Notes that an open has ended with a file. {@return false if the tenant is closed; the caller then closes the
     * file}
     */
    boolean opened(OpenTask task, AioFile file) {
        synchronized (monitor) {
            opening.remove(task);
            return !closed && files.add(file);
        }
    }

    void closed(AioFile file) {
        synchronized (monitor) {
            files.remove(file);
        }
    }

    /**
     * Closes all files of the tenant as {@link AioFile#close()} does, without waiting. Opens that wait or run, and
     * later opens, end with {@code ECLOSED}. Idempotent.
     */
    @Override
    public void close() {
        List<OpenTask> tasks;
        List<AioFile> left;
        synchronized (monitor) {
            closed = true;
            tasks = new ArrayList<>(opening);
            left = new ArrayList<>(files);
        }
        tasks.forEach(task -> task.end(AioError.ECLOSED));
        left.forEach(AioFile::close);
        service.closed(this);
    }
}
