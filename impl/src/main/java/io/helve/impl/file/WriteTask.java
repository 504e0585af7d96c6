package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.file.AioFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes an iov piece by piece. As in {@link ReadTask}, each buffer is a write of its own. */
final class WriteTask extends RegularTask {
    private final long position;

    WriteTask(RegularFile file, long position) {
        super(file);
        this.position = position;
    }

    @Override
    AioError carryOut(FileChannel channel) throws IOException {
        if (position != AioFile.CURRENT) {
            return write(channel, position);
        }
        long start = file.writePosition;
        try {
            return write(channel, start);
        } finally {
            file.writePosition = start + count;
        }
    }

    private AioError write(FileChannel channel, long start) throws IOException {
        for (ByteBuffer buffer : operation().iov()) {
            while (buffer.hasRemaining()) {
                AioError why = reasonToEnd();
                if (why != null) {
                    return why;
                }
                count += writePiece(channel, buffer, start + count);
            }
        }
        return AioError.OK;
    }

    private static int writePiece(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(buffer.remaining(), AioFile.PIECE));
        try {
            int n = channel.write(buffer, position);
            if (n <= 0) {
                throw new IOException("the file system takes no bytes at " + position);
            }
            return n;
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public String describe() {
        return "writing " + file.path();
    }
}
