package io.helve.net.channel;

import io.helve.aio.AioError;
import io.helve.net.transport.Chunk;
import io.helve.net.transport.Chunks;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;

/** Small sends that have been taken by any thread and not been written; they go out in few writes. Guarded by the queue's lock. */
final class Gathered {
    /** Sends up to this are gathered. */
    static final int SMALL = Chunk.SIZE / 2;

    private final Lock lock;
    private final Chunks chunks;
    private ChunkList taken = new ChunkList();

    /** Empty, or what is being written; the event loop's. */
    private ChunkList written = new ChunkList();

    Gathered(Lock lock, Chunks chunks) {
        this.lock = lock;
        this.chunks = chunks;
    }

    /** Under the lock: how many bytes there are. */
    int length() {
        return taken.length();
    }

    /** Under the lock: takes all of a send. */
    AioError take(Transfer send) {
        try {
            for (ByteBuffer buffer : send.operation.iov()) {
                int part = buffer.remaining();
                if (part > 0) {
                    taken.add(buffer, chunks);
                    send.done += part;
                }
            }
            return AioError.OK;
        } catch (RuntimeException e) { // the user's buffers have changed under our hands
            return AioError.EINVAL;
        }
    }

    /**
     * Writes all, without a flush; on the event loop, without the lock.
     *
     * @return whether there was something
     */
    boolean write(Channel channel) {
        lock.lock();
        try {
            if (taken.length() == 0) {
                return false;
            }
            ChunkList full = taken;
            taken = written;
            written = full;
        } finally {
            lock.unlock();
        }
        written.write(channel);
        return true;
    }

    /** Under the lock: drops all. */
    void release() {
        taken.release();
    }
}
