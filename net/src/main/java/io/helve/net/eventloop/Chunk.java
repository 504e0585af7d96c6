package io.helve.net.eventloop;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/**
 * Memory in which small sends are coalesced into one write. Any thread fills a chunk, under the lock of the stream that
 * uses it.
 */
public final class Chunk {
    /** The capacity in bytes. */
    public static final int SIZE = 16 << 10;

    // not from Netty's pool, which would leave thread locals on threads that are not ours
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    /**
     * The slot to which this chunk returns. It is the slot of the thread that took the chunk and will take it again,
     * and not of the event loop that writes it.
     */
    final int slot;

    private final Chunks home;
    private final Bytes bytes = new Bytes();

    Chunk(Chunks home, int slot) {
        this.home = home;
        this.slot = slot;
    }

    /**
     * The chunk's memory as Netty sees it. Netty releases the buffer after writing it, which returns the chunk; no
     * listener is needed.
     */
    private final class Bytes extends UnpooledDirectByteBuf {
        Bytes() {
            super(MEMORY, SIZE, SIZE);
        }

        @Override
        protected void deallocate() {
            resetRefCnt();
            clear();
            if (!home.put(Chunk.this)) {
                super.deallocate();
            }
        }
    }

    /** {@return how many bytes have been added} */
    public int length() {
        return bytes.readableBytes();
    }

    /** {@return how many bytes can still be added} */
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
