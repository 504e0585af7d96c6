package io.helve.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens files for asynchronous operations: an OSGi service of scope bundle, or, without OSGi, {@link #of
 * AioFiles.of(runtime)}.
 *
 * <p>Files that a bundle leaves open are closed when the bundle releases the service. File operations run on a bounded
 * number of separate threads ({@code AioConfig.fileThreads()}), never on completion threads, since they may block.
 */
@ProviderType
@ThreadSafe
public interface AioFiles {
    /**
     * Returns the files of a runtime, for programs without OSGi.
     *
     * <pre>{@code
     * try (AioRuntime runtime = AioRuntime.open()) {
     *     AioFiles files = AioFiles.of(runtime);
     * }
     * }</pre>
     *
     * @param runtime the runtime
     * @return the service, always the same
     * @throws AioException {@code ESTOPPED} if the runtime is closing
     */
    static AioFiles of(AioRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return runtime.service(AioFiles.class);
    }

    /**
     * Starts opening a file; output 0 is the {@link AioFile}.
     *
     * <p>Results: {@code ENOENT} if there is no such file, {@code EEXIST} with {@code CREATE_NEW} if the file exists,
     * {@code EPERM}, {@code EREADONLY} on a read-only file system, {@code ENOFILES} without descriptors,
     * {@code ENOSPC}, {@code EINVAL} for options that contradict each other, {@code ENOTSUP} for options that the file
     * system does not know, {@code EBADTYPE} for a directory, {@code ECLOSED} when the bundle has released the service.
     * A cancelled open leaves no file open.
     *
     * @param path the file
     * @param aio the handle
     * @param options how to open, as {@link java.nio.channels.FileChannel#open} takes them; none means {@code READ}
     * @throws IllegalStateException if the handle is busy
     */
    void open(Path path, Aio aio, OpenOption... options);

    /**
     * Opens a file as {@link #open} does, and returns a future of the file. Cancelling the future cancels the open; a
     * file that nobody takes is closed. Stages without an executor run on the completion pool, but one that is added to
     * a completed future runs at once on the thread that adds it; asynchronous stages ({@code thenAcceptAsync}) always
     * run on the completion pool.
     *
     * <pre>{@code
     * files.openAsync(path).thenCompose(file -> file.readAsync(0, buffer));
     * }</pre>
     *
     * @param path the file
     * @param options how to open, as {@link java.nio.channels.FileChannel#open} takes them; none means {@code READ}
     * @return the future; it fails with {@link AioException} with the results of {@link #open}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<AioFile> openAsync(Path path, OpenOption... options) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(path, "path");
        OpenOption[] copy = options.clone();
        return factory().submit(aio -> open(path, aio, copy), AioFile.class);
    }

    /**
     * Returns the factory that makes the handles of the asynchronous methods of this service and its files: that of its
     * tenant.
     *
     * @return the factory, always the same
     * @throws AioException {@code ENOTSUP} if there is none at present
     */
    default AioFactory factory() {
        throw new AioException(AioError.ENOTSUP, this + " has no factory of handles: use AioFactory.submit");
    }
}
