package io.helve.shell.copy;

import io.helve.aio.Aio;

/** The source of a transfer: {@code AioFile::read}, or standard input. */
@FunctionalInterface
interface PositionedReader {
    /**
     * Starts reading into the handle's iov.
     *
     * @param position in bytes from the start, or {@code AioFile.CURRENT}
     */
    void read(long position, Aio aio);
}
