package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import java.nio.ByteBuffer;

/**
 * One handle of a {@link ChunkedTransfer}, with buffers of its own. It waits for its turn if the source is a stream,
 * reads a chunk, writes the chunk, and begins again. The callback of each step starts the next step, so the fields are
 * touched by one thread at a time.
 */
final class ChunkCopier implements AutoCloseable {
    /** The size of one buffer: a large chunk is scattered over several, so that it needs no large contiguous block. */
    private static final int BUFFER = 128 * 1024;

    /** The operation in progress; after WRITE comes WAIT again, or READ if the source has positions. */
    private enum CopyStep {
        WAIT,
        READ,
        WRITE
    }

    private final ChunkedTransfer transfer;
    private final Aio aio;
    private final ByteBuffer[] buffers;
    private CopyStep step;
    private long position;
    private long length;
    private volatile boolean retired;

    ChunkCopier(AioFactory factory, ChunkedTransfer transfer, int chunk) {
        this.transfer = transfer;
        int size = Math.max(BUFFER, (chunk + Aio.IOV_MAX - 1) / Aio.IOV_MAX);
        buffers = new ByteBuffer[(chunk + size - 1) / size];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = ByteBuffer.allocateDirect(Math.min(size, chunk - i * size));
        }
        aio = factory.alloc(this::completed);
        aio.setIov(buffers);
    }

    /**
     * Begins with the next chunk. Called by {@link ChunkedTransfer#start}, and afterwards by this copier's callback
     * only.
     */
    void next() {
        if (transfer.turn() != null) {
            step = CopyStep.WAIT;
            aio.setTimeout(Aio.INFINITE);
            transfer.turn().take(aio);
        } else {
            read();
        }
    }

    private void completed(Aio self) {
        try {
            switch (step) {
                case WAIT -> granted();
                case READ -> arrived();
                case WRITE -> written();
            }
        } catch (RuntimeException | Error e) {
            transfer.fail(e);
        }
    }

    private void granted() {
        if (aio.result() == AioError.OK) {
            read();
        } else {
            retire();
        }
    }

    private void read() {
        position = transfer.claim();
        if (position == ChunkedTransfer.END) {
            transfer.passTurn();
            retire();
            return;
        }
        for (ByteBuffer buffer : buffers) {
            buffer.clear();
        }
        step = CopyStep.READ;
        transfer.read(position, aio);
    }

    private void arrived() {
        if (!transfer.readEnded(aio)) {
            transfer.passTurn();
            retire();
            return;
        }
        position = transfer.arrived(position, aio.count());
        transfer.passTurn();
        if (position == ChunkedTransfer.END) {
            retire();
            return;
        }
        for (ByteBuffer buffer : buffers) {
            buffer.flip();
        }
        length = aio.count();
        step = CopyStep.WRITE;
        if (transfer.keepsHoles()) {
            writeAroundHoles();
        } else {
            transfer.write(position, aio);
        }
    }

    /**
     * Leaves out blocks of zeros. The last chunk of the source is written whole, because the last write sets the size.
     */
    private void writeAroundHoles() {
        if (transfer.isLast(position, length)) {
            transfer.write(position, aio);
            return;
        }
        long skipped = HoleFinder.skipLeading(buffers);
        if (skipped == length) {
            transfer.skipped(length);
            next();
            return;
        }
        HoleFinder.skipTrailing(buffers);
        transfer.write(position + skipped, aio);
    }

    private void written() {
        if (transfer.writeEnded(aio, length)) {
            next();
        } else {
            retire();
        }
    }

    private void retire() {
        retired = true;
        transfer.retire();
    }

    /** {@return whether this copier has work left but no operation in progress} To be asked after {@link #next}. */
    boolean isStuck() {
        return !aio.isBusy() && !retired;
    }

    /** Stops the operation and waits until its callback has returned. */
    @Override
    public void close() {
        aio.close();
    }
}
