package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads into an iov piece by piece. A {@link FileChannel} scatters only at its own position, which parallel operations
 * cannot share, so each buffer is a read of its own.
 */
final class ReadTask extends RegularTask {
    private final long position;

    ReadTask(RegularFile file, long position) {
        super(file);
        this.position = position;
    }

    @Override
    AioError carryOut(FileChannel channel) throws IOException {
        if (position != AioFile.CURRENT) {
            return read(channel, position);
        }
        long start = file.readPosition;
        try {
            return read(channel, start);
        } finally {
            file.readPosition = start + Math.max(0, count);
        }
    }

    private AioError read(FileChannel channel, long start) throws IOException {
        if (!hasRoom()) {
            return AioError
                    .EINVAL; // as with streams: the end of the file could not be told from "nothing was asked for"
        }
        for (ByteBuffer buffer : operation().iov()) {
            while (buffer.hasRemaining()) {
                AioError why = reasonToEnd();
                if (why != null) {
                    return why;
                }
                int n = readPiece(channel, buffer, start + count);
                if (n <= 0) {
                    if (count == 0) {
                        count = -1;
                    }
                    return AioError.OK;
                }
                count += n;
            }
        }
        return AioError.OK;
    }

    private boolean hasRoom() {
        for (ByteBuffer buffer : operation().iov()) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private static int readPiece(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(buffer.remaining(), AioFile.PIECE));
        try {
            return channel.read(buffer, position);
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public String describe() {
        return "reading " + file.path();
    }
}
