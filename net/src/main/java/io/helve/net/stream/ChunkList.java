package io.helve.net.stream;

import io.helve.net.eventloop.Chunk;
import io.helve.net.eventloop.TenantChunks;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** A list of chunks, used by one thread at a time. */
final class ChunkList {
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>(1);
    private int length;

    int length() {
        return length;
    }

    /**
     * Adds the remaining bytes of a buffer.
     *
     * @param buffer the buffer, with no more remaining bytes than {@link Chunk#SIZE}
     * @param source where chunks come from
     */
    void add(ByteBuffer buffer, TenantChunks source) {
        int part = buffer.remaining();
        Chunk last = chunks.peekLast();
        if (last == null || last.room() < part) {
            last = source.take(part);
            chunks.add(last);
        }
        last.add(buffer);
        length += part;
    }

    /** Writes and empties all chunks. On the event loop. */
    void write(Channel channel) {
        length = 0;
        for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            chunk.write(channel);
        }
    }

    void release() {
        length = 0;
        for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            chunk.release();
        }
    }
}
