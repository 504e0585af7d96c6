package io.helve.impl.file;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.provider.AioOperation;
import io.helve.file.AioFile;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/** The common part of all files: their tenant and mode, and the checks before an operation starts. */
abstract class OpenedFile implements AioFile {
    final FileTenant tenant;
    final OpenMode mode;
    private final Path path;

    OpenedFile(FileTenant tenant, Path path, OpenMode mode) {
        this.tenant = tenant;
        this.path = path;
        this.mode = mode;
    }

    abstract void startRead(long position, Aio aio);

    abstract void startWrite(long position, Aio aio);

    abstract void startTruncate(long size, Aio aio);

    @Override
    public final AioFactory factory() {
        return tenant.factory();
    }

    @Override
    public final Path path() {
        return path;
    }

    @Override
    public final void read(long position, Aio aio) {
        if (!mode.readable()) {
            refuse(aio, new NonReadableChannelException());
        } else if (position < 0 && position != CURRENT) {
            refuse(aio, new IllegalArgumentException("position must not be negative: " + position));
        } else {
            startRead(position, aio);
        }
    }

    @Override
    public final void write(long position, Aio aio) {
        if (!mode.writable()) {
            refuse(aio, new NonWritableChannelException());
        } else if (position < 0 && position != CURRENT && !mode.append()) {
            refuse(aio, new IllegalArgumentException("position must not be negative: " + position));
        } else {
            startWrite(position, aio);
        }
    }

    @Override
    public final void truncate(long size, Aio aio) {
        if (!mode.writable()) {
            refuse(aio, new NonWritableChannelException());
        } else if (size < 0) {
            refuse(aio, new IllegalArgumentException("size must not be negative: " + size));
        } else {
            startTruncate(size, aio);
        }
    }

    /** Starts an operation and finishes it at once with a failure. */
    final void refuse(Aio aio, RuntimeException why) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation != null) {
            operation.finish(FileErrors.of(why), 0, FileErrors.cause(path, why));
        }
    }

    @Override
    public final String toString() {
        return AioFile.class.getSimpleName() + "[" + path + "]";
    }

    /** Finishes the operation of an asynchronous close, if the close was asynchronous. */
    static void finishClose(AioOperation closing, Path path, Throwable failure) {
        if (closing == null) {
            return;
        }
        if (failure == null) {
            closing.finish(AioError.OK, 0);
        } else {
            closing.finish(FileErrors.of(failure), 0, FileErrors.cause(path, failure));
        }
    }
}
