package io.helve.file;

import io.helve.aio.Aio;
import io.helve.annotation.ThreadSafe;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open file. Any number of operations, each on a handle of its own, may run at a time; they may complete in any
 * order. {@code read} and {@code write} transfer the handle's iov (scatter and gather) and move the positions of its
 * buffers by the number of bytes transferred. The handle's {@code count} is the same number, whatever the result.
 *
 * <p>Cancel, timeout and stop end an operation that waits for a thread at once. A running operation ends at the next
 * boundary between pieces of at most {@value #PIECE} bytes; {@code count} is then exactly the number of bytes
 * transferred.
 *
 * <p>Files that are not regular (FIFOs, terminals, devices) can block without end. A cancelled read of such a file ends
 * at once, and bytes that arrive later are kept for the next read: no byte is lost. A cancelled write ends at once too;
 * {@code count} includes the bytes that are already on their way, which go out before anything else. Such files ignore
 * positions, and size, truncate and force end with {@code ENOTSUP}.
 *
 * <p>Results, besides those of the handle: {@code ECLOSED} if the file is closed, {@code EWRITEONLY} for reading a file
 * opened for writing and {@code EREADONLY} the other way round, {@code EINVAL} for a negative position or size, for one
 * that is larger than the system allows, and for reading into an iov without room, {@code ENOSPC}, {@code EPERM},
 * {@code EBUSY}, {@code ENOMEM}, {@code ECONNSHUT} for a FIFO without readers, otherwise {@code ESYSERR}, with the Java
 * failure as the handle's {@code cause}.
 */
@ProviderType
@ThreadSafe
public interface AioFile extends AutoCloseable {
    /** The largest number of bytes that one step of a long operation transfers. */
    int PIECE = 1 << 20;

    /**
     * The position at which the last operation of the same kind (read or write) at {@code CURRENT} ended; for the first
     * operation the start of the file, or with {@code APPEND} its end.
     */
    long CURRENT = -1;

    /**
     * Returns the path that was opened.
     *
     * @return the path
     */
    Path path();

    /**
     * Starts reading into the handle's iov, until it is full or the file ends. {@code count} is the number of bytes
     * read, or -1 with the result {@code OK} if the position is at or after the end of the file and the iov has room.
     *
     * @param position where to read, in bytes from the start, or {@link #CURRENT}
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void read(long position, Aio aio);

    /**
     * Starts writing the handle's iov, all of it.
     *
     * @param position where to write, in bytes from the start, or {@link #CURRENT}; ignored if opened with
     *     {@code APPEND}
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void write(long position, Aio aio);

    /**
     * Starts asking for the file's size; {@code count} is the size in bytes.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void size(Aio aio);

    /**
     * Starts cutting the file to a size; a shorter file stays as it is.
     *
     * @param size the size in bytes
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void truncate(long size, Aio aio);

    /**
     * Starts forcing what was written to the device.
     *
     * @param metadata whether to force the file's metadata, too
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void force(boolean metadata, Aio aio);

    /**
     * Starts closing the file. Operations that were started before are carried out first; later operations, also
     * another close, end with {@code ECLOSED}. A close cannot be cancelled. If the close cannot start, because the
     * handle is stopped or its timeout is zero, the file stays open.
     *
     * @param aio the handle
     * @throws IllegalStateException if the handle is busy
     */
    void close(Aio aio);

    /**
     * Closes the file without waiting: operations that wait for a thread end with {@code ECLOSED}, running operations
     * end at their next boundary, then the descriptor is closed. Idempotent.
     */
    @Override
    void close();
}
