package io.helve.net.eventloop;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/** Memory in which small sends are gathered, to go out with one write. Filled by any thread under its user's lock. */
public final class Chunk {
    /** How much goes in. */
    public static final int SIZE = 16 << 10;

    // not Netty's pool: threads that are not ours must not leave anything in it
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    /**
     * Where it goes back to: to the place of the thread that made it, which will take it again, and not of the loop
     * that wrote it.
     */
    final int slot;

    private final Chunks home;
    private final Bytes bytes = new Bytes();

    Chunk(Chunks home, int slot) {
        this.home = home;
        this.slot = slot;
    }

    /** Netty gives it back when it has been written, and so needs nothing to tell us with. */
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

    /** {@return how many bytes are in it} */
    public int length() {
        return bytes.readableBytes();
    }

    /** {@return how many more go in} */
    public int room() {
        return bytes.writableBytes();
    }

    /**
     * Adds all that a buffer has left.
     *
     * @param buffer the buffer, no more than there is room for
     */
    public void add(ByteBuffer buffer) {
        bytes.writeBytes(buffer);
    }

    /**
     * Writes it; it is given back when that is done. On the event loop.
     *
     * @param channel the channel
     */
    public void write(Channel channel) {
        channel.write(bytes, channel.voidPromise());
    }

    /** Gives it back, or frees it if there are enough. */
    public void release() {
        bytes.release();
    }
}
