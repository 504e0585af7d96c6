package io.helve.net.eventloop;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/**
 * A buffer of an event loop as Netty sees it. The buffer is used by one channel at a time, and is free again when it is
 * released. Its memory belongs to {@link LoopMemory} and is never freed here.
 */
public final class LoopBuffer extends UnpooledDirectByteBuf {
    private static final UnpooledByteBufAllocator UNUSED = new UnpooledByteBufAllocator(true, true);

    private volatile boolean taken;

    LoopBuffer(ByteBuffer memory) {
        super(UNUSED, memory, memory.capacity());
        clear();
    }

    /**
     * Takes the buffer for a channel.
     *
     * @param room how many bytes are wanted
     * @return whether the buffer was free; it then is empty and has the room, or as much as its memory
     */
    boolean take(int room) {
        if (taken) {
            return false;
        }
        taken = true;
        int start = Math.max(0, capacity() - room);
        setIndex(start, start);
        return true;
    }

    @Override
    protected void deallocate() {
        resetRefCnt();
        clear();
        taken = false;
    }
}
