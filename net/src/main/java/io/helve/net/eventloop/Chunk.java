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

    // not from Netty's pool, which would leave thread locals on threads of the user
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    /**
     * The slot to which this chunk returns: the slot of the thread that has taken the chunk, which most likely takes
     * the chunk again, and not the slot of the event loop that writes the chunk.
     */
    final int slot;

    private final Chunks home;
    private final Bytes bytes = new Bytes();

    Chunk(Chunks home, int slot) {
        this.home = home;
        this.slot = slot;
    }

    /**
     * The chunk's memory as a buffer of Netty. Netty releases the buffer after writing it, and the release returns the
     * chunk, so no listener is needed.
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
