package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes an iov to the end of a file. One write takes as many buffers as fit into a piece, so that small buffers stay
 * together in the file although other programs append, too.
 */
final class AppendTask extends RegularTask {
    AppendTask(RegularFile file) {
        super(file);
    }

    @Override
    AioError carryOut(FileChannel channel) throws IOException {
        ByteBuffer[] iov = operation().iov();
        int from = 0;
        while (from < iov.length) {
            if (!iov[from].hasRemaining()) {
                from++;
                continue;
            }
            AioError why = reasonToEnd();
            if (why != null) {
                return why;
            }
            count += appendPiece(channel, iov, from);
        }
        return AioError.OK;
    }

    private static long appendPiece(FileChannel channel, ByteBuffer[] iov, int from) throws IOException {
        long n = iov[from].remaining() > AioFile.PIECE
                ? appendPart(channel, iov[from])
                : channel.write(iov, from, fitting(iov, from));
        if (n <= 0) {
            throw new IOException("the file system takes no bytes");
        }
        return n;
    }

    private static int appendPart(FileChannel channel, ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + AioFile.PIECE);
        try {
            return channel.write(buffer);
        } finally {
            buffer.limit(limit);
        }
    }

    /** {@return the number of buffers for a single write: a piece at most, but at least one buffer} */
    private static int fitting(ByteBuffer[] iov, int from) {
        int to = from;
        long sum = 0;
        do {
            sum += iov[to++].remaining();
        } while (to < iov.length && sum + iov[to].remaining() <= AioFile.PIECE);
        return to - from;
    }

    @Override
    public String describe() {
        return "appending to " + file.path();
    }
}
