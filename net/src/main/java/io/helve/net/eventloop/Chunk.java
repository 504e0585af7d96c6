package io.helve.net.eventloop;

import io.helve.internal.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/**
 * Memory in which small sends are coalesced into one write. Any thread fills a chunk, under the lock of the stream that
 * uses it. A chunk is direct memory that {@link Chunks} keeps, or an array of its own on the heap.
 */
public final class Chunk {
    /** The greatest capacity in bytes, and that of all direct chunks. */
    public static final int SIZE = 16 << 10;

    /** The least capacity of a chunk on the heap. */
    private static final int LEAST = 1 << 10;

    // not from Netty's pool, which would leave thread locals on threads that are not ours
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    private final ByteBuf bytes;

    /** The budget of the tenant that uses the chunk; null while the chunk is not in use, and on the heap. */
    private MemoryBudget user;

    /**
     * The slot to which this chunk returns: the slot of the thread that has taken the chunk, which most likely takes
     * the chunk again, and not the slot of the event loop that writes the chunk.
     */
    int slot;

    private Chunk(ByteBuf bytes) {
        this.bytes = bytes;
    }

    private Chunk(Chunks home) {
        this.bytes = new Bytes(this, home);
    }

    /** Allocates a chunk of direct memory, which belongs to {@code home}. May block. */
    static Chunk direct(Chunks home) {
        return new Chunk(home);
    }

    /** {@return a chunk on the heap that is used once} */
    static Chunk onHeap(int least) {
        int size = Math.max(LEAST, least);
        return new Chunk(Unpooled.buffer(size, size));
    }

    /** Notes whose budget the chunk counts against until it comes back. */
    void usedBy(MemoryBudget budget) {
        user = budget;
    }

    private void comesBack() {
        if (user != null) {
            user.release(SIZE);
            user = null;
        }
    }

    /**
     * A chunk's direct memory as Netty sees it. Netty releases the buffer after writing it, which returns the chunk; no
     * listener is needed.
     */
    private static final class Bytes extends UnpooledDirectByteBuf {
        private final Chunk chunk;
        private final Chunks home;

        Bytes(Chunk chunk, Chunks home) {
            super(MEMORY, SIZE, SIZE);
            this.chunk = chunk;
            this.home = home;
        }

        @Override
        protected void deallocate() {
            resetRefCnt();
            clear();
            chunk.comesBack();
            if (!home.put(chunk)) {
                super.deallocate();
                home.freed();
            }
        }
    }

    /** {@return the number of bytes in the chunk} */
    public int length() {
        return bytes.readableBytes();
    }

    /** {@return the number of bytes for which the chunk has room} */
    public int room() {
        return bytes.writableBytes();
    }

    /**
     * Adds the remaining bytes of a buffer.
     *
     * @param buffer the buffer, which must not have more remaining bytes than there is room for
     */
    public void add(ByteBuffer buffer) {
        bytes.writeBytes(buffer);
    }

    /**
     * Writes the chunk. Netty releases the chunk after writing it. On the event loop.
     *
     * @param channel the channel
     */
    public void write(Channel channel) {
        channel.write(bytes, channel.voidPromise());
    }

    /** Returns this chunk for later use, or frees its memory if there are enough chunks. */
    public void release() {
        bytes.release();
    }
}
