package io.helve.shell.copy;

import io.helve.aio.Aio;

/** The target of a transfer: {@code AioFile::write}, or standard output. */
@FunctionalInterface
interface PositionedWriter {
    /**
     * Starts writing the handle's iov.
     *
     * @param position in bytes from the start, or {@code AioFile.CURRENT}
     */
    void write(long position, Aio aio);
}
