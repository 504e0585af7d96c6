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
 * <p>Files that a bundle leaves open are closed when it lets go of the service. Operations that block are run by a
 * bounded number of threads of their own ({@code AioConfig.fileThreads()}), never by completion threads.
 */
@ProviderType
@ThreadSafe
public interface AioFiles {
    /**
     * Starts opening a file; output 0 is the {@link AioFile}.
     *
     * <p>Results: {@code ENOENT} if there is no such file, {@code EEXIST} with {@code CREATE_NEW} if there is one,
     * {@code EPERM}, {@code EREADONLY} on a read-only file system, {@code ENOFILES} without descriptors,
     * {@code ENOSPC}, {@code EINVAL} for options that do not go together, {@code ENOTSUP} for options that the file
     * system does not know, {@code EBADTYPE} for a directory, {@code ECLOSED} when the service has been let go of. A
     * cancelled open leaves no file open.
     *
     * @param path the file
     * @param aio the handle
     * @param options how to open, as {@link java.nio.channels.FileChannel#open} takes them; none means {@code READ}
     * @throws IllegalStateException if the handle is busy
     */
    void open(Path path, Aio aio, OpenOption... options);
}
