package io.helve.file;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.annotation.ThreadSafe;
import java.nio.file.OpenOption;
import java.nio.file.Path;
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
}
