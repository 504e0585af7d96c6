package io.helve.net.eventloop;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of one event loop. All channels of a loop read into the same direct buffer and write from the same direct
 * buffer, one after the other, since one thread serves them all. What has to be kept longer than the call, because
 * nobody receives it or the peer does not read, is kept on the heap. So peers cannot use up direct memory, and an event
 * loop never allocates direct memory: the JVM may make a thread that does so wait.
 *
 * <p>The bytes on the heap are counted. While they are more than the loop's share, memory is tight: connections then
 * read nothing that nobody waits for, read in small pieces, and take no more to be sent until everything taken before
 * has gone out.
 *
 * <p>The bytes that the channels of the loop read in one turn are bounded, too: once they have read {@value #TURN}
 * bytes, the others read little in that turn. So a channel has its next turn soon, also if thousands have much to read.
 */
public final class LoopMemory {
    /** The size of each buffer; the longest datagram fits. */
    public static final int SIZE = 64 << 10;

    /** How much a channel reads at once while memory is tight. */
    private static final int LITTLE = 4 << 10;

    /** How many bytes the channels read in one turn of the loop before the others read little. */
    private static final int TURN = 1 << 20;

    /** The smallest buffers that a loop starts with if the JVM has little memory. */
    private static final int LEAST = 4 << 10;

    private final ByteBufAllocator heap = new AdaptiveByteBufAllocator(false);
    private final ByteBuffer readMemory = allocate();
    private final ByteBuffer writeMemory = allocate();
    private final LoopBuffer read = new LoopBuffer(readMemory);
    private final AtomicLong kept = new AtomicLong();
    private final long share;

    /** How many bytes may still be read in this turn; the event loop alone uses the field and the next one. */
    private int left = TURN;

    private LoopBuffer write = new LoopBuffer(writeMemory);

    /**
     * Allocates the buffers. Called before the loop runs.
     *
     * @param share how many bytes the loop's connections may keep on the heap before memory is tight
     */
    LoopMemory(long share) {
        this.share = share;
    }

    private static ByteBuffer allocate() {
        for (int size = SIZE; ; size /= 2) {
            try {
                return ByteBuffer.allocateDirect(size);
            } catch (OutOfMemoryError e) {
                if (size <= LEAST) {
                    throw e;
                }
            }
        }
    }

    /** {@return the allocator for channels, which prefers the heap} */
    public ByteBufAllocator heap() {
        return heap;
    }

    /** {@return the buffer into which a channel reads bytes now} */
    ByteBuf readBuffer() {
        return read(isTight() || isLate() ? LITTLE : SIZE);
    }

    /** A turn of the loop begins. */
    void beginTurn() {
        left = TURN;
    }

    /**
     * Counts bytes that a channel has read in this turn.
     *
     * @param bytes how many
     */
    void countRead(int bytes) {
        left -= bytes;
    }

    /** {@return whether much has been read in this turn, so that other channels of the loop have waited long} */
    public boolean isLate() {
        return left <= 0;
    }

    /** {@return the buffer into which a channel reads a datagram now} */
    ByteBuf wholeReadBuffer() {
        return read(SIZE);
    }

    private ByteBuf read(int room) {
        if (read.take(room)) {
            return read;
        }
        return Unpooled.directBuffer(room); // a handler has kept the loop's buffer, which none of ours does
    }

    /** {@return the buffer from which a channel writes now, empty} */
    LoopBuffer writeBuffer() {
        if (!write.take(SIZE)) {
            write = new LoopBuffer(writeMemory);
            write.take(SIZE);
        }
        return write;
    }

    /**
     * Abandons the buffer that {@link #writeBuffer} has returned: Netty keeps it, empty, and the memory gets another
     * one.
     */
    void abandonWriteBuffer() {
        write = new LoopBuffer(writeMemory);
    }

    /**
     * Copies bytes to the heap, to keep them.
     *
     * @param bytes the bytes, which are released
     * @return the copy
     */
    public static ByteBuf keep(ByteBuf bytes) {
        try {
            int length = bytes.readableBytes();
            return Unpooled.buffer(length, Math.max(1, length)).writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /**
     * Counts bytes that are kept on the heap. May be called by any thread.
     *
     * @param change how many more
     */
    public void count(long change) {
        kept.addAndGet(change);
    }

    /** {@return whether connections have to do with little memory} */
    public boolean isTight() {
        return kept.get() > share;
    }

    /** {@return how many bytes may be kept on the heap before memory is tight} */
    long share() {
        return share;
    }

    /** {@return how many bytes are kept on the heap} */
    long kept() {
        return kept.get();
    }
}
