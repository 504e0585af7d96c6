package io.helve.net.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.ByteBuffer;

/** Memory in which small sends are gathered, to go out with one write. Filled by any thread under its user's lock. */
public final class Chunk implements ChannelFutureListener {
    /** How much goes in. */
    public static final int SIZE = 16 << 10;

    // not Netty's pool: threads that are not ours must not leave anything in it
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    /** Where it goes back to: to the place of the thread that made it, which will take it again, and not of the loop that wrote it. */
    final int place;

    private final Chunks home;
    private final ByteBuf bytes = MEMORY.directBuffer(SIZE, SIZE);

    Chunk(Chunks home, int place) {
        this.home = home;
        this.place = place;
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
     * Writes it, and gives it back when that is done. On the event loop.
     *
     * @param channel the channel
     */
    public void write(Channel channel) {
        channel.write(bytes.retain()).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        release();
    }

    /** Gives it back. */
    public void release() {
        bytes.clear();
        if (bytes.refCnt() != 1 || !home.put(this)) {
            free();
        }
    }

    void free() {
        bytes.release();
    }
}
