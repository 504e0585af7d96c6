package io.helve.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
     * Reads as {@link #read} does, and returns a future of the number of bytes that were read. The buffers belong to
     * the operation until the future completes; after a cancel, the operation may still fill them for a moment.
     *
     * <pre>{@code
     * ByteBuffer buffer = ByteBuffer.allocate(4096);
     * file.readAsync(0, buffer).thenAccept(count -> print(buffer.flip()));
     * }</pre>
     *
     * @param position where to read, in bytes from the start, or {@link #CURRENT}
     * @param buffers get the bytes, up to {@value Aio#IOV_MAX} buffers
     * @return the future, with -1 at the end of the file; it fails with {@link AioException} with the results of
     *     {@link #read}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Long> readAsync(long position, ByteBuffer... buffers) {
        Objects.requireNonNull(buffers, "buffers");
        ByteBuffer[] iov = buffers.clone();
        return factory()
                .submit(
                        aio -> {
                            aio.setIov(iov);
                            read(position, aio);
                        },
                        Aio::count);
    }

    /**
     * Writes as {@link #write} does, and returns a future of the number of bytes that were written. The buffers belong
     * to the operation until the future completes.
     *
     * <pre>{@code
     * file.writeAsync(AioFile.CURRENT, ByteBuffer.wrap(bytes)).thenCompose(count -> file.closeAsync());
     * }</pre>
     *
     * @param position where to write, in bytes from the start, or {@link #CURRENT}
     * @param buffers the bytes, up to {@value Aio#IOV_MAX} buffers
     * @return the future; it fails with {@link AioException} with the results of {@link #write}
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Long> writeAsync(long position, ByteBuffer... buffers) {
        Objects.requireNonNull(buffers, "buffers");
        ByteBuffer[] iov = buffers.clone();
        return factory()
                .submit(
                        aio -> {
                            aio.setIov(iov);
                            write(position, aio);
                        },
                        Aio::count);
    }

    /**
     * Asks for the file's size as {@link #size} does.
     *
     * @return a future of the size in bytes
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<Long> sizeAsync() {
        return factory().submit(this::size, Aio::count);
    }

    /**
     * Closes the file as {@link #close(Aio)} does, after the operations that were started before.
     *
     * @return a future of the end of the close
     * @throws AioException as {@link #factory}
     */
    default CompletableFuture<@Nullable Void> closeAsync() {
        return factory().submit(this::close, aio -> null);
    }

    /**
     * Returns the factory that makes the handles of the asynchronous methods of this file: that of its tenant.
     *
     * @return the factory, always the same
     * @throws AioException {@code ENOTSUP} if there is none at present
     */
    default AioFactory factory() {
        throw new AioException(AioError.ENOTSUP, this + " has no factory of handles: use AioFactory.submit");
    }

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
