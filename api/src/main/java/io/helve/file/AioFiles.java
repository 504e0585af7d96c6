package io.helve.file;

import io.helve.aio.Aio;
import io.helve.annotation.ThreadSafe;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens files for asynchronous operations: an OSGi service of scope bundle, or
 * {@code AioRuntime.service(AioFiles.class)}.
 *
 * <p>Files that a bundle leaves open are closed when the bundle releases the service. File operations run on a bounded
 * number of separate threads ({@code AioConfig.fileThreads()}), never on completion threads, since they may block.
 */
@ProviderType
@ThreadSafe
public interface AioFiles {
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
